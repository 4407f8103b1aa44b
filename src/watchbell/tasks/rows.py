"""From a task to the row of one execution of it, as its overlap policy has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchbell.conf import get_settings
from watchbell.executions.models import Execution
from watchbell.executions.spec import definition_of
from watchbell.executions.stop import request_stop
from watchbell.executors import get_executor
from watchbell.kernel.status import ACTIVE, Status
from watchbell.tasks.definition import TaskDefinition


def origin_of(task_id: str) -> str:
    return f"task:{task_id}"


def new_row(task: TaskDefinition, **columns: Any) -> Execution:
    """A pending execution of `task`, not saved yet."""
    return Execution(
        kind="task",
        origin=origin_of(task.task_id),
        name=task.task_name,
        runner=get_executor(task.task_type).runner_of(task.task_config),
        definition=definition_of(task.to_spec()),
        **columns,
    )


def skip(row: Execution, reason: str) -> Execution:
    """Makes `row` the record of something that did not run, and why."""
    row.status = Status.SKIPPED.value
    row.reason = reason
    row.completed_at = row.created_at
    row.final = True
    return row


def active_rows(origin: str) -> list[Execution]:
    """What waits or runs of `origin`, oldest first."""
    return list(
        Execution.objects.filter(origin=origin, status__in=[status.value for status in ACTIVE]).order_by(
            "execution_id"
        )
    )


def admit(task: TaskDefinition, row: Execution, active: Sequence[Execution]) -> Execution:
    """Applies `task_overlap` to a new row, given what is `active` of the task already.

    skip: no second one. queue: one after the other. replace: the older ones are stopped first.
    allow: side by side.
    """
    policy = task.task_overlap
    row.exclusive = policy in ("queue", "replace")
    if policy == "allow" or not active:
        return row
    if policy == "skip" or (policy == "queue" and len(active) > get_settings().queue_limit):
        return skip(row, "overlap")
    if policy == "replace":
        for older in active:
            _replace(older)
    return row


def _replace(older: Execution) -> None:
    if older._state.adding:  # decided in the same transaction, and not saved yet
        skip(older, "replaced")
    else:
        request_stop(older.execution_id, reason="replaced")
