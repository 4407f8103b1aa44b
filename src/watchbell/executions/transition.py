"""The only place where the status of an execution changes.

Every move is a compare-and-set on the old status: no row changed means that somebody was first.
Only the columns that change are saved, and no move leaves a terminal status.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from watchbell.executions.events import announce
from watchbell.executions.models import Execution
from watchbell.executions.retries import plan_retry
from watchbell.executions.signals import execution_finished, execution_started
from watchbell.kernel.status import ACTIVE, Status, sources


def move(execution: Execution, target: Status, **columns: Any) -> bool:
    """Moves `execution` to `target` with `columns`, unless another was first. True when it moved.

    The object is brought up to date only when it moved.
    """
    changed = Execution.objects.filter(
        pk=execution.pk, status__in=[status.value for status in sources(target)]
    ).update(status=target.value, **columns)
    if not changed:
        return False
    for name, value in {"status": target.value, **columns}.items():
        setattr(execution, name, value)
    announce(execution)
    return True


def start(execution: Execution, **columns: Any) -> bool:
    """pending → running."""
    columns.setdefault("started_at", timezone.now())
    if not move(execution, Status.RUNNING, **columns):
        return False
    transaction.on_commit(lambda: execution_started.send(Execution, execution=execution))
    return True


def finish(
    execution: Execution, target: Status, *, reason: str = "", completed_at: datetime | None = None, **columns: Any
) -> bool:
    """Ends `execution`, plans its retry where its definition asks for one, and tells who reacts."""
    with transaction.atomic():
        retry = plan_retry(execution, target)
        moved = move(
            execution,
            target,
            reason=reason,
            completed_at=completed_at or timezone.now(),
            final=retry is None,
            **columns,
        )
        if not moved:
            return False
        if retry is not None:
            retry.save(force_insert=True)
            announce(retry)
        execution_finished.send(Execution, execution=execution)
    return True


def request_cancel(execution: Execution) -> bool:
    """Notes that `execution` shall stop; False when it has ended already."""
    changed = Execution.objects.filter(
        pk=execution.pk, status__in=[status.value for status in ACTIVE], cancel_requested=False
    ).update(cancel_requested=True)
    if changed:
        execution.cancel_requested = True
        announce(execution)
    return bool(changed)
