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

from watchbell.executions.compare_and_set import (
    Expected,
    update_all_as_expected,
    update_as_expected,
)
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

_UNCLAIMED = Expected(frozenset({Status.PENDING}), unclaimed=True)
_ACTIVE = Expected(ACTIVE)


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
    columns["status"] = Status.RUNNING.value
    with transaction.atomic(savepoint=False):
        moved = _claim(executions, columns)
        _tell_started(moved)
        announce(*moved)
    return moved


def hand_over_many(executions: Sequence[Execution], **columns: Any) -> list[Execution]:
    """Claims pending executions for a launcher that begins them as soon as it has room.

    They stay `pending` until `note_started`, or their end, tells that they ran. Returns the claimed ones.
    """
    return _claim(executions, columns)


def note_started(starts: Iterable[tuple[Execution, dict[str, Any]]]) -> None:
    """Saves what the launcher tells of programs that run; what was only handed over is `running` now."""
    running = {"status": Status.RUNNING.value}
    changes = [
        (row, columns | running if _waits(row) else {"pid": columns["pid"]}) for row, columns in starts
    ]
    with transaction.atomic(savepoint=False):
        won = update_as_expected((row.pk, columns, _ACTIVE) for row, columns in changes)
        began = [row for row, _ in changes if row.pk in won and _waits(row)]
        for row, columns in changes:
            if row.pk in won:
                vars(row).update(columns)
        _tell_started(began)
        announce(*began)


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
    changes = {end.execution.pk: _columns(end, retries) for end in ends}
    with transaction.atomic(savepoint=False):
        won = update_as_expected(
            (end.execution.pk, changes[end.execution.pk], _expected(end)) for end in ends
        )
        moved = [end.execution for end in ends if end.execution.pk in won]
        began = [row for row in moved if _waits(row) and changes[row.pk].get("started_at")]
        for row in moved:
            vars(row).update(changes[row.pk])
        again = [retry for row in moved if (retry := retries[row.pk])]
        if again:
            Execution.objects.bulk_create(again)
        _tell_started(began)
        announce(*moved, *again)
        if moved:
            tell_finished(moved)
    return moved


def tell_finished(executions: list[Execution]) -> None:
    """Tells who reacts that `executions` have ended, in the transaction at hand and after it."""
    executions_finished.send(Execution, executions=executions)
    transaction.on_commit(lambda: _tell(execution_finished, executions), robust=True)


def request_cancel(execution: Execution, reason: str) -> bool:
    """Notes that `execution` shall stop, and why; False when it has ended or was asked already."""
    changed = Execution.objects.filter(
        pk=execution.pk, status__in=[status.value for status in ACTIVE], cancel_requested=False
    ).update(cancel_requested=True, reason=reason)
    if changed:
        execution.cancel_requested, execution.reason = True, reason
        announce(execution)
    return bool(changed)


def _claim(executions: Sequence[Execution], columns: dict[str, Any]) -> list[Execution]:
    won = update_all_as_expected([row.pk for row in executions], columns, _UNCLAIMED)
    claimed = [row for row in executions if row.pk in won]
    for row in claimed:
        vars(row).update(columns)
    return claimed


def _columns(end: End, retries: dict[str, Execution | None]) -> dict[str, Any]:
    return {
        "status": end.status.value,
        "reason": end.reason,
        "completed_at": end.completed_at or timezone.now(),
        "final": retries[end.execution.pk] is None,
        **end.columns,
    }


def _waits(execution: Execution) -> bool:
    """Whether it was handed to the launcher, and nobody has said yet that it began."""
    return execution.status == Status.PENDING and execution.claimed_at is not None


def _expected(end: End) -> Expected:
    """Start and end of what was handed over may be one change; what waits for nobody must still do so."""
    row = end.execution
    if _waits(row):
        return _ACTIVE
    return Expected(sources(end.status), unclaimed=row.status == Status.PENDING)


def _tell_started(executions: list[Execution]) -> None:
    if executions:
        executions_started.send(Execution, executions=executions)
        transaction.on_commit(lambda: _tell(execution_started, executions), robust=True)


def _tell(signal: Signal, executions: list[Execution]) -> None:
    if signal.has_listeners(Execution):
        for execution in executions:
            signal.send_robust(Execution, execution=execution)
