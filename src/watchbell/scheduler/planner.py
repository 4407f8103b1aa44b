"""Keeps the rows of schedules in step with the definitions of tasks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from watchbell.kernel.schedule import Schedule, parse_all
from watchbell.scheduler import clock
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.models import TaskSchedule


def plan_all(tasks: Iterable[TaskDefinition], now: datetime | None = None) -> None:
    """Brings the schedule rows of `tasks` up to date. A schedule that did not change keeps its next tick."""
    moment = now or timezone.now()
    tasks = list(tasks)
    with transaction.atomic():
        known = {
            (row.task_id, row.position): row
            for row in TaskSchedule.objects.filter(task_id__in=[task.task_id for task in tasks])
        }
        wanted = [row for task in tasks for row in _rows(task, moment)]
        fresh, changed = [], []
        for row in wanted:
            old = known.pop((row.task_id, row.position), None)
            if old is None:
                fresh.append(row)
            elif old.schedule != row.schedule or old.next_run_at is None:
                row.pk = old.pk
                changed.append(row)
        TaskSchedule.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
        TaskSchedule.objects.bulk_create(fresh, batch_size=200)
        TaskSchedule.objects.bulk_update(changed, ["schedule", "next_run_at"], batch_size=100)
        transaction.on_commit(clock.tell)


def forget(task_id: str) -> None:
    """Drops the schedule rows of a task that is gone."""
    TaskSchedule.objects.filter(task_id=task_id).delete()


def schedule_of(row: TaskSchedule) -> Schedule:
    return _parsed(json.dumps(row.schedule))


@lru_cache(maxsize=20_000)
def _parsed(text: str) -> Schedule:
    stored = json.loads(text)
    return parse_all(stored, stored.get("timezone") or "UTC")[0]


def _rows(task: TaskDefinition, now: datetime) -> list[TaskSchedule]:
    return [
        TaskSchedule(
            task_id=task.task_id,
            position=position,
            schedule=_as_json(schedule),
            next_run_at=schedule.next_after(now),
        )
        for position, schedule in enumerate(task.schedules())
    ]


def _as_json(schedule: Schedule) -> dict[str, Any]:
    return dict(schedule.to_json())
