"""The time zones in which executions are shown: those of their tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from watchbell.api.execution_schema import Execution
from watchbell.conf import get_settings
from watchbell.executions.models import Execution as ExecutionRow
from watchbell.tasks.models import Task
from watchbell.tasks.store import get_store

_LINKS = ("execution_id", "origin", "parent_id")


def with_zones(executions: Iterable[Execution]) -> None:
    """Sets `task_timezone` of each, with one look-up for all of them; steps have that of their pipeline."""
    shown = list(executions)
    tasks = {one.execution_id: one.task_id for one in shown if one.task_id}
    tasks |= _tasks_of_pipelines({one.execution_id: one.parent_id for one in shown if not one.task_id})
    zones = zones_of(set(tasks.values())) if tasks else {}
    for one in shown:
        one.task_timezone = zones.get(tasks.get(one.execution_id, ""), "")


def _tasks_of_pipelines(parents: dict[str, str | None]) -> dict[str, str]:
    """The task that each execution belongs to by the pipeline it is a step of, at any depth."""
    found: dict[str, str] = {}
    above = {step: parent for step, parent in parents.items() if parent}
    while above:
        rows = ExecutionRow.objects.filter(execution_id__in=set(above.values())).only(*_LINKS)
        known = {row.execution_id: (row.task_id, row.parent_id) for row in rows}
        reached = {step: known[parent] for step, parent in above.items() if parent in known}
        found |= {step: task for step, (task, _) in reached.items() if task}
        above = {step: parent for step, (task, parent) in reached.items() if parent and not task}
    return found


def zones_of(task_ids: Collection[str]) -> dict[str, str]:
    """The zone of each task that names one."""
    if get_settings().task_store == "json_files":
        found = {name: task.task_timezone for name, task in get_store().get_tasks(task_ids).items()}
    else:  # whole definitions are not needed here
        rows = Task.objects.filter(task_id__in=task_ids)
        found = dict(rows.values_list("task_id", "definition__task_timezone"))
    return {name: zone for name, zone in found.items() if zone}
