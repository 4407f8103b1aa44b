"""Records of executions that come through the seed's `save_task_execution`, as rows."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from watchbell.executions import transition
from watchbell.executions.models import Execution
from watchbell.kernel.status import TERMINAL, Status
from watchbell.tasks import state
from watchbell.tasks.stores.records import TaskExecution, as_status


def save(record: TaskExecution) -> None:
    """A row for `record`, or the move of the row there is. What has ended stays as it is."""
    status = as_status(record.status)
    row = Execution.objects.filter(pk=record.execution_id).first()
    if row is None:
        _create(_row(record, status))
    elif status == Status.RUNNING and row.status == Status.PENDING:
        transition.start(row, started_at=record.start_time or timezone.now())
    elif status in TERMINAL and not row.is_finished:
        transition.finish(row, status, completed_at=record.end_time, **_start(record), **_outcome(record))
    elif status == row.status == Status.RUNNING:
        Execution.objects.filter(pk=row.pk, status=Status.RUNNING).update(
            **_start(record), **_outcome(record)
        )


def _create(row: Execution) -> None:
    with transaction.atomic():
        Execution.objects.bulk_create([row], ignore_conflicts=True)
        state.apply(row)


def _start(record: TaskExecution) -> dict[str, Any]:
    """A start that is told later counts: whoever saves the record knows better than we did."""
    return {"started_at": record.start_time} if record.start_time else {}


def _row(record: TaskExecution, status: Status) -> Execution:
    return Execution(
        execution_id=record.execution_id,
        origin=f"task:{record.task_id}",
        status=status.value,
        trigger="import",
        created_at=record.start_time or timezone.now(),
        started_at=record.start_time,
        completed_at=record.end_time,
        final=status in TERMINAL,
        **_outcome(record),
    )


def _outcome(record: TaskExecution) -> dict[str, Any]:
    return {"return_code": record.return_code, "error_message": record.error_message or ""}
