"""What the scheduler does when a task is saved or deleted."""

from __future__ import annotations

from typing import Any

from watchbell.scheduler import planner
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.signals import task_deleted, tasks_saved


def connect() -> None:
    tasks_saved.connect(_plan, dispatch_uid="plan_schedules")
    task_deleted.connect(_forget, dispatch_uid="forget_schedules")


def _plan(tasks: list[tuple[TaskDefinition, TaskDefinition | None]], **_: Any) -> None:
    planner.plan_all([task for task, _ in tasks])


def _forget(task_id: str, **_: Any) -> None:
    planner.forget(task_id)
