"""The time zones in which executions are shown: those of their tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from watchbell.api.execution_schema import Execution
from watchbell.conf import get_settings
from watchbell.tasks.models import Task
from watchbell.tasks.store import get_store


def with_zones(executions: Iterable[Execution]) -> None:
    """Sets `task_timezone` of each, with one look-up for all of them."""
    shown = [one for one in executions if one.task_id]
    zones = zones_of({one.task_id for one in shown if one.task_id}) if shown else {}
    for one in shown:
        one.task_timezone = zones.get(one.task_id or "", "")


def zones_of(task_ids: Collection[str]) -> dict[str, str]:
    """The zone of each task that names one."""
    if get_settings().task_store == "json_files":
        found = {name: task.task_timezone for name, task in get_store().get_tasks(task_ids).items()}
    else:  # whole definitions are not needed here
        rows = Task.objects.filter(task_id__in=task_ids)
        found = dict(rows.values_list("task_id", "definition__task_timezone"))
    return {name: zone for name, zone in found.items() if zone}
