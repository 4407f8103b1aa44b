"""What is due becomes rows: for each tick exactly one, which runs or tells why it did not.

Any number of schedulers may do this at once. A batch reads and advances the schedules in one
transaction, and the database refuses a second row for a tick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Min

from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.kernel.schedule import Schedule
from watchbell.kernel.status import ACTIVE, Status
from watchbell.scheduler.misfire import MisfirePolicy, choose
from watchbell.scheduler.planner import schedule_of
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.dependencies import unmet
from watchbell.tasks.models import TaskSchedule
from watchbell.tasks.rows import admit, new_row, origin_of, skip
from watchbell.tasks.store import get_store

_SCHEDULES_A_BATCH = 250
_TICKS_A_BATCH = 1_000

Active = dict[str, list[Execution]]


def next_due() -> datetime | None:
    """When the next tick of any task is due."""
    due: datetime | None = TaskSchedule.objects.aggregate(Min("next_run_at"))["next_run_at__min"]
    return due


def fire_due(now: datetime) -> int:
    """Makes the rows of a batch of due schedules; returns how many schedules were due."""
    with transaction.atomic():
        due = _due_schedules(now)
        if not due:
            return 0
        tasks = get_store().get_tasks({schedule.task_id for schedule in due})
        active = _active(tasks.values())
        rows: list[Execution] = []
        for schedule in due:
            task = tasks.get(schedule.task_id)
            if task is None:
                schedule.next_run_at = None
                continue
            rows += _ticks_of(schedule, task, now, active)
        create(rows)
        TaskSchedule.objects.bulk_update(due, ["next_run_at", "ticked_until"], batch_size=250)
        return len(due)


def _due_schedules(now: datetime) -> list[TaskSchedule]:
    found = TaskSchedule.objects.filter(next_run_at__lte=now).order_by("next_run_at")
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True)
    return list(found[:_SCHEDULES_A_BATCH])


def _ticks_of(row: TaskSchedule, task: TaskDefinition, now: datetime, active: Active) -> list[Execution]:
    """The rows of the due ticks of one schedule, which is advanced past them."""
    assert row.next_run_at is not None
    schedule = schedule_of(row)
    policy = MisfirePolicy(**task.task_misfire)
    ticks = _due_ticks(schedule, row.next_run_at, now)
    if len(ticks) == _TICKS_A_BATCH:  # far behind: these are old; the newest are left for a later batch
        ticks = ticks[: _TICKS_A_BATCH - policy.cap]
        chosen: set[datetime] = set()
    else:
        chosen = choose(ticks, now, policy)
    row.next_run_at = schedule.next_after(ticks[-1])
    row.ticked_until = ticks[-1]
    return [_decide(task, tick, tick in chosen, now, active) for tick in ticks]


def _due_ticks(schedule: Schedule, first: datetime, now: datetime) -> list[datetime]:
    def ascending() -> Any:
        tick: datetime | None = first
        while tick is not None and tick <= now:
            # In their zone, both passes of a fold would compare as equal.
            yield tick.astimezone(UTC)
            tick = schedule.next_after(tick)

    return list(islice(ascending(), _TICKS_A_BATCH))


def _decide(task: TaskDefinition, tick: datetime, chosen: bool, now: datetime, active: Active) -> Execution:
    row = new_row(task, trigger="schedule", scheduled_for=tick, created_at=now)
    if not task.task_enabled:
        return skip(row, "paused")
    if not chosen:
        return skip(row, "missed")
    if task.task_dependencies and unmet(task):
        return skip(row, "dependency_failed")
    admit(task, row, active[row.origin])
    if row.status == Status.PENDING:
        active[row.origin].append(row)
    return row


def _active(tasks: Sequence[TaskDefinition] | Any) -> Active:
    origins = [origin_of(task.task_id) for task in tasks if task.task_overlap != "allow"]
    found: Active = defaultdict(list)
    for row in Execution.objects.filter(origin__in=origins, status__in=[s.value for s in ACTIVE]):
        found[row.origin].append(row)
    return found
