"""What is due becomes rows: for each tick exactly one, which runs or tells why it did not.

Any number of schedulers may do this at once. A batch reads and advances the schedules in one
transaction, and the database refuses a second row for a tick.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction
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

log = logging.getLogger("Scheduler")

_SCHEDULES_A_BATCH = 250
_TICKS_A_BATCH = 2_000  # more than the largest `cap`; a batch holds up every other writer

Active = dict[str, list[Execution]]


def next_due() -> datetime | None:
    """When the next tick of any task is due."""
    due: datetime | None = TaskSchedule.objects.aggregate(Min("next_run_at"))["next_run_at__min"]
    return due


def fire_due(now: datetime) -> int:
    """Makes the rows of a batch of due schedules; returns how many schedules that were."""
    with transaction.atomic():
        due = _due_schedules(now)
        if not due:
            return 0
        tasks = get_store().get_tasks({schedule.task_id for schedule in due})
        active = _active(tasks.values())
        rows: list[Execution] = []
        done: list[TaskSchedule] = []
        for schedule in due:
            if len(rows) >= _TICKS_A_BATCH:
                break
            rows += _rows_of(schedule, tasks.get(schedule.task_id), now, active)
            done.append(schedule)
        create(rows)
        TaskSchedule.objects.bulk_update(done, ["next_run_at", "ticked_until"], batch_size=250)
        return len(done)


def _due_schedules(now: datetime) -> list[TaskSchedule]:
    found = TaskSchedule.objects.filter(next_run_at__lte=now).order_by("next_run_at")
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True)
    return list(found[:_SCHEDULES_A_BATCH])


def _rows_of(
    schedule: TaskSchedule, task: TaskDefinition | None, now: datetime, active: Active
) -> list[Execution]:
    """What is due of one schedule. One that cannot be understood says so in a row, and is due no more."""
    tick, schedule.next_run_at = schedule.next_run_at, None
    if task is None or tick is None:
        return []
    try:
        return _ticks_of(schedule, task, tick, now, active)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("a schedule of task %s is off until the task is saved again", task.task_id)
        row = Execution(
            origin=origin_of(task.task_id),
            name=task.task_name,
            trigger="schedule",
            scheduled_for=tick,
            created_at=now,
            error_message=str(error),
        )
        return [skip(row, "invalid_config")]


def _ticks_of(
    row: TaskSchedule, task: TaskDefinition, first: datetime, now: datetime, active: Active
) -> list[Execution]:
    """The rows of the due ticks of one schedule, from `first` on; it is advanced past them."""
    schedule = schedule_of(row)
    policy = MisfirePolicy(**task.task_misfire)
    ticks = _due_ticks(schedule, first, now)
    far_behind = len(ticks) == _TICKS_A_BATCH
    if far_behind:  # the newest are left for a later batch, which knows how many there are
        ticks = ticks[: -policy.cap]
    chosen = choose(ticks, now, policy, newest=not far_behind)
    rows = [_decide(task, tick, tick in chosen, now, active) for tick in ticks]
    row.next_run_at = schedule.next_after(ticks[-1])
    row.ticked_until = ticks[-1]
    return rows


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
        if task.task_overlap == "replace":
            active[row.origin].clear()
        active[row.origin].append(row)
    return row


def _active(tasks: Sequence[TaskDefinition] | Any) -> Active:
    origins = [origin_of(task.task_id) for task in tasks if task.task_overlap != "allow"]
    found: Active = defaultdict(list)
    for row in Execution.objects.filter(origin__in=origins, status__in=[s.value for s in ACTIVE]):
        found[row.origin].append(row)
    return found
