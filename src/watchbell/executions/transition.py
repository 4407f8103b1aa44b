"""The only place where the status of an execution changes.

Every move is a compare-and-set on the old status: no row changed means that somebody was first.
Only the columns that change are saved, and no move leaves a terminal status. Many moves cost
about as much as one: they are written together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from watchbell.executions.compare_and_set import update_where_status
from watchbell.executions.events import announce
from watchbell.executions.models import Execution
from watchbell.executions.retries import plan_retry
from watchbell.executions.signals import (
    execution_finished,
    execution_started,
    executions_finished,
    executions_started,
)
from watchbell.kernel.status import ACTIVE, Status, sources


@dataclass
class End:
    """How one execution ended: its terminal status and the columns that go with it."""

    execution: Execution
    status: Status
    reason: str = ""
    completed_at: datetime | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    result_bytes: int = 0


def start(execution: Execution, **columns: Any) -> bool:
    """pending → running. False when another was first."""
    return bool(start_many([execution], **columns))


def start_many(executions: Sequence[Execution], **columns: Any) -> list[Execution]:
    """pending → running, with the same `columns` for all. Returns those that moved."""
    columns.setdefault("started_at", timezone.now())
    with transaction.atomic(savepoint=False):
        moved = _move([(execution, Status.RUNNING, columns) for execution in executions])
        if moved:
            executions_started.send(Execution, executions=moved)
            transaction.on_commit(lambda: _tell(execution_started, moved))
    return moved


def finish(
    execution: Execution,
    status: Status,
    *,
    reason: str = "",
    completed_at: datetime | None = None,
    **columns: Any,
) -> bool:
    """Ends one execution. False when it had ended before."""
    return bool(finish_many([End(execution, status, reason, completed_at, columns)]))


def finish_many(ends: Iterable[End]) -> list[Execution]:
    """Ends executions, and plans the retries they ask for. Returns those that moved."""
    ends = list(ends)
    retries = {end.execution.pk: plan_retry(end.execution, end.status) for end in ends}
    with transaction.atomic(savepoint=False):
        moved = _move([(end.execution, end.status, _columns(end, retries)) for end in ends])
        again = [retry for execution in moved if (retry := retries[execution.pk])]
        if again:
            Execution.objects.bulk_create(again)
        for retry in again:
            announce(retry)
        if moved:
            tell_finished(moved)
    return moved


def tell_finished(executions: list[Execution]) -> None:
    """Tells who reacts that `executions` have ended, in the transaction at hand and after it."""
    executions_finished.send(Execution, executions=executions)
    transaction.on_commit(lambda: _tell(execution_finished, executions))


def request_cancel(execution: Execution, reason: str) -> bool:
    """Notes that `execution` shall stop, and why; False when it has ended or was asked already."""
    changed = Execution.objects.filter(
        pk=execution.pk, status__in=[status.value for status in ACTIVE], cancel_requested=False
    ).update(cancel_requested=True, reason=reason)
    if changed:
        execution.cancel_requested, execution.reason = True, reason
        announce(execution)
    return bool(changed)


def _columns(end: End, retries: dict[str, Execution | None]) -> dict[str, Any]:
    return {
        "reason": end.reason,
        "completed_at": end.completed_at or timezone.now(),
        "final": retries[end.execution.pk] is None,
        **end.columns,
    }


def _move(moves: Sequence[tuple[Execution, Status, dict[str, Any]]]) -> list[Execution]:
    won = update_where_status(
        (execution.pk, {"status": target.value, **columns}, sources(target))
        for execution, target, columns in moves
    )
    for execution, target, columns in moves:
        if execution.pk in won:
            for name, value in {"status": target.value, **columns}.items():
                setattr(execution, name, value)
            announce(execution)
    return [execution for execution, _, _ in moves if execution.pk in won]


def _tell(signal: Signal, executions: list[Execution]) -> None:
    if signal.has_listeners(Execution):
        for execution in executions:
            signal.send_robust(Execution, execution=execution)
