"""What every store holds a save to: versions, dependencies, and what counts as a change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from watchbell.errors import Conflict, DependencyError, EditedMeanwhile, InvalidInput, WatchbellError
from watchbell.kernel.graph import find_cycle
from watchbell.tasks.definition import TaskDefinition

Edges = dict[str, Collection[str]]
Changes = list[tuple[TaskDefinition, TaskDefinition | None]]


def refuse_edited(expected: Mapping[str, int], kept: Mapping[str, int]) -> None:
    """Raises EditedMeanwhile, or Conflict where a new task was expected (version 0)."""
    for task_id, version in expected.items():
        if version == 0 and task_id in kept:
            raise Conflict("task_exists", field="task_id", name=task_id)
        if version != kept.get(task_id, 0):
            raise EditedMeanwhile("task_edited_meanwhile", name=task_id, version=kept.get(task_id, 0))


def refuse_needed(task_id: str, dependents: Iterable[str]) -> None:
    """Raises Conflict where other tasks depend on one that is to be deleted."""
    refuse_used("task_has_dependents", task_id, dependents)


def refuse_used(code: str, task_id: str, users: Iterable[str]) -> None:
    """Raises Conflict `code`, which names the first of `users`, where there are any."""
    names = list(users)
    if names:
        shown = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
        raise Conflict(code, name=task_id, dependents=shown)


def changes(tasks: Iterable[TaskDefinition], earlier: Mapping[str, TaskDefinition]) -> Changes:
    """Those of `tasks` that are not as they were, each with what it was."""
    pairs = [(task, earlier.get(task.task_id)) for task in tasks]
    return [(task, old) for task, old in pairs if old is None or task.canonical() != old.canonical()]


def refuse_dependencies(
    saved: Mapping[str, Collection[str]], kept: Callable[[Collection[str]], Mapping[str, Collection[str]]]
) -> None:
    """Raises DependencyError for what `saved` (task → its dependencies) must not depend on.

    `kept` looks up the dependencies of tasks that are not among `saved`. Several errors come as one
    InvalidInput; `values["name"]` of each tells the task.
    """
    errors = list(dependency_errors(saved, kept))
    if len(errors) > 1:
        raise InvalidInput(errors)
    for error in errors:
        raise error


def dependency_errors(
    saved: Mapping[str, Collection[str]], kept: Callable[[Collection[str]], Mapping[str, Collection[str]]]
) -> Sequence[WatchbellError]:
    edges = _with_ancestors(saved, kept)
    unknown = [
        DependencyError(
            "dependency_unknown", field=f"task_dependencies[{index}]", name=name, dependency=dependency
        )
        for name, dependencies in saved.items()
        for index, dependency in enumerate(dependencies)
        if dependency not in edges
    ]
    return unknown or _cycle(edges, saved)


def _with_ancestors(
    saved: Mapping[str, Collection[str]], kept: Callable[[Collection[str]], Mapping[str, Collection[str]]]
) -> Edges:
    """Only what can be reached from `saved` can be part of a new circle."""
    edges: Edges = dict(saved)
    missing: set[str] = set()
    wanted = {name for names in saved.values() for name in names} - edges.keys()
    while wanted:
        found = kept(wanted)
        edges.update(found)
        missing |= wanted - found.keys()
        wanted = {name for names in found.values() for name in names} - edges.keys() - missing
    return edges


def _cycle(edges: Edges, saved: Mapping[str, Collection[str]]) -> list[WatchbellError]:
    cycle = find_cycle(edges)
    if not cycle:
        return []
    name = next((one for one in cycle if one in saved), cycle[0])
    while len(cycle) > 1 and cycle[0] != name:  # told from the task that is being saved
        cycle = [*cycle[1:], cycle[1]]
    return [DependencyError("dependency_cycle", field="task_dependencies", path=" → ".join(cycle), name=name)]
