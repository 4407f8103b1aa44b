"""Which tasks the steps of pipelines run: they must exist, and no pipeline may come to run itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from watchbell.errors import ConfigurationError, InvalidInput, WatchbellError
from watchbell.kernel.graph import find_cycle
from watchbell.pipelines.graph_check import Steps, steps_of
from watchbell.pipelines.step_check import task_errors, tasks_named
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.queries_pages import tasks_of_type_naming
from watchbell.tasks.signals import task_deleting, tasks_saving
from watchbell.tasks.store import get_store
from watchbell.tasks.stores.rules import refuse_used

TYPE = "pipeline"


def connect() -> None:
    """Refuses to save pipelines that name tasks there are not, and to delete tasks they name, from now on."""
    tasks_saving.connect(_refuse_wrong, dispatch_uid="watchbell.pipelines.uses")
    task_deleting.connect(_refuse_used, dispatch_uid="watchbell.pipelines.used")


def use_errors(
    task_id: str, config: dict[str, Any], beside: Mapping[str, Collection[str]] | None = None
) -> list[WatchbellError]:
    """What is wrong with the tasks that a pipeline, not saved yet, names; paths are relative to `config`.

    `beside`: the tasks that are to be saved together with it, and the tasks that each of them runs.
    """
    steps = steps_of(config)
    names = tasks_named(steps)
    if not names:
        return []
    known = get_store().get_tasks(names).keys() | {task_id} | (beside or {}).keys()
    circles = _circles({task_id: steps}, beside or {})
    # A circle it only leads to is told of the pipelines that form it.
    return [*task_errors(steps, known), *(one for one in circles if one.values["name"] == task_id)]


def _refuse_wrong(tasks: Sequence[TaskDefinition], **_: Any) -> None:
    pipelines = {task.task_id: steps_of(task.task_config) for task in tasks if task.task_type == TYPE}
    used = {task_id: names for task_id, steps in pipelines.items() if (names := tasks_named(steps))}
    if not used:
        return
    saved = {task.task_id: task for task in tasks}
    elsewhere = set[str]().union(*used.values()) - saved.keys()
    known = saved.keys() | get_store().get_tasks(elsewhere).keys()
    errors: list[WatchbellError] = []
    for task_id in used:
        errors += _named(task_id, task_errors(pipelines[task_id], known))
    errors += _circles(
        {name: pipelines[name] for name in used}, {name: _used_by(task) for name, task in saved.items()}
    )
    for error in errors:
        error.field = f"task_config.{error.field}"
    if errors:
        raise InvalidInput(errors)


def _refuse_used(task_id: str, **_: Any) -> None:
    candidates = tasks_of_type_naming(get_store(), TYPE, task_id)
    # A pipeline that names itself cannot be saved; one that is in a file all the same may be deleted.
    users = [task.task_id for task in candidates if task.task_id != task_id and task_id in _used_by(task)]
    refuse_used("task_in_pipelines", task_id, users)


def _named(task_id: str, errors: Iterable[ConfigurationError]) -> Iterable[WatchbellError]:
    for error in errors:
        wanted = error.values["name"]
        # An import finds the place in its file by the task's name.
        error.values.update(name=task_id, task=wanted)
        error.code = "pipeline_uses_unknown_task"
        yield error


def _circles(pipelines: dict[str, Steps], saved: Mapping[str, Collection[str]]) -> list[WatchbellError]:
    edges: dict[str, Collection[str]] = {name: tasks_named(steps) for name, steps in pipelines.items()}
    wanted = {name for names in edges.values() for name in names} - edges.keys()
    while wanted:
        stored = get_store().get_tasks(wanted - saved.keys())
        edges.update({name: saved[name] if name in saved else _used_by(stored.get(name)) for name in wanted})
        wanted = {name for one in wanted for name in edges[one]} - edges.keys()
    cycle = find_cycle(edges)
    if not cycle:
        return []
    name = next((one for one in cycle if one in pipelines), cycle[0])
    path = next((path for path, step in pipelines.get(name, []) if step.get("task_id") in cycle), "steps")
    return [
        ConfigurationError(
            "pipeline_nested_in_itself", field=f"{path}.task_id", path=" → ".join(cycle), name=name
        )
    ]


def _used_by(task: TaskDefinition | None) -> set[str]:
    return tasks_named(steps_of(task.task_config)) if task and task.task_type == TYPE else set()
