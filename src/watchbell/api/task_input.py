"""From what callers send to a definition that was checked as a whole."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from watchbell.api.task_schema import READ_ONLY
from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError, InvalidInput, ScheduleError, WatchbellError
from watchbell.kernel.cron_fields import shown
from watchbell.kernel.schedule import Schedule, parse_all
from watchbell.tasks.definition import TaskDefinition


def read_definition(data: Any, task_id: str | None = None) -> TaskDefinition:
    """The definition in `data`, of `task_id` where that is given by the address.

    What the API adds to a task (`version`, `next_run`, …) is passed over, so that what was read can be
    sent back. Raises InvalidInput with everything that is wrong.
    """
    return TaskDefinition.read(_own(data, task_id))


def merged(task: TaskDefinition, changes: Any) -> TaskDefinition:
    """`task` with `changes`, checked as a whole. Raises InvalidInput."""
    if not isinstance(changes, dict):
        return TaskDefinition.read(changes)
    return TaskDefinition.read({**task.to_json(), **_own(changes, task.task_id)})


def refuse_past(task: TaskDefinition, before: TaskDefinition | None = None) -> None:
    """Raises InvalidInput for new instants among the schedules of `task` that have passed already.

    Those that `before` had may stay: they came due, and the task can still be edited.
    """
    known = _schedules(before) if before else ()
    given = task.task_schedule if isinstance(task.task_schedule, list) else [task.task_schedule]
    zone = task.task_timezone or get_settings().timezone
    now = timezone.now()
    errors: list[WatchbellError] = []
    for index, item in enumerate(given):
        path = f"task_schedule[{index}]" if isinstance(task.task_schedule, list) else "task_schedule"
        for schedule in parse_all(item, zone):
            if schedule.kind == "at" and schedule not in known and schedule.next_after(now) is None:
                text = shown(schedule.expression, 40)
                errors.append(ScheduleError("schedule_past", field=f"{path}.at", text=text))
    if errors:
        raise InvalidInput(errors)


def _schedules(task: TaskDefinition) -> tuple[Schedule, ...]:
    try:
        return task.schedules()
    except ScheduleError:  # saved before a rule became stricter
        return ()


def _own(data: Any, task_id: str | None) -> Any:
    if not isinstance(data, dict):
        return data
    own = {name: value for name, value in data.items() if name not in READ_ONLY}
    if task_id is None:
        return own
    if own.setdefault("task_id", task_id) != task_id:
        raise InvalidInput([ConfigurationError("task_id_fixed", field="task_id", name=task_id)])
    return own
