"""The only place where the status of an execution changes.

Every move is a compare-and-set on the old status: no row changed means that somebody was first.
Only the columns that change are saved, and no move leaves a terminal status.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from watchbell.executions.events import announce
from watchbell.executions.models import Execution
from watchbell.executions.retries import plan_retry
from watchbell.executions.signals import execution_finished, execution_started, executions_finished
from watchbell.kernel.status import ACTIVE, Status, sources


@dataclass
class End:
    """How one execution ended: its terminal status and the columns that go with it."""

    execution: Execution
    status: Status
    reason: str = ""
    completed_at: datetime | None = None
    columns: dict[str, Any] = field(default_factory=dict)


def start(execution: Execution, **columns: Any) -> bool:
    """pending → running. False when another was first."""
    columns.setdefault("started_at", timezone.now())
    if not _move(execution, Status.RUNNING, columns):
        return False
    transaction.on_commit(lambda: _tell(execution_started, execution))
    return True


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
    """Ends executions in one transaction, with the retries they ask for. Returns those that moved."""
    with transaction.atomic(savepoint=False):
        moved = [end.execution for end in ends if _finish(end)]
        if moved:
            tell_finished(moved)
    return moved


def tell_finished(executions: list[Execution]) -> None:
    """Tells who reacts that `executions` have ended, in the transaction at hand and after it."""
    executions_finished.send(Execution, executions=executions)
    for execution in executions:
        transaction.on_commit(lambda ended=execution: _tell(execution_finished, ended))  # type: ignore[misc]


def request_cancel(execution: Execution, reason: str) -> bool:
    """Notes that `execution` shall stop, and why; False when it has ended or was asked already."""
    changed = Execution.objects.filter(
        pk=execution.pk, status__in=[status.value for status in ACTIVE], cancel_requested=False
    ).update(cancel_requested=True, reason=reason)
    if changed:
        execution.cancel_requested, execution.reason = True, reason
        announce(execution)
    return bool(changed)


def _finish(end: End) -> bool:
    retry = plan_retry(end.execution, end.status)
    columns = {
        "reason": end.reason,
        "completed_at": end.completed_at or timezone.now(),
        "final": retry is None,
        **end.columns,
    }
    if not _move(end.execution, end.status, columns):
        return False
    if retry is not None:
        retry.save(force_insert=True)
        announce(retry)
    return True


def _move(execution: Execution, target: Status, columns: dict[str, Any]) -> bool:
    changed = Execution.objects.filter(
        pk=execution.pk, status__in=[status.value for status in sources(target)]
    ).update(status=target.value, **columns)
    if not changed:
        return False
    for name, value in {"status": target.value, **columns}.items():
        setattr(execution, name, value)
    announce(execution)
    return True


def _tell(signal: Any, execution: Execution) -> None:
    if signal.has_listeners(Execution):
        signal.send_robust(Execution, execution=execution)
