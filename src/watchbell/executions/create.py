"""New rows in the history: what shall run, and what was decided not to."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from watchbell.executions import queue
from watchbell.executions.events import announce
from watchbell.executions.models import Execution
from watchbell.executions.row_writer import RowWriter
from watchbell.executions.transition import tell_finished
from watchbell.kernel.status import Status

_rows = RowWriter.ignore(Execution)


def create(rows: Sequence[Execution]) -> None:
    """Saves new rows in one transaction.

    A row whose tick has one already is left out: another scheduler was first.
    """
    if not rows:
        return
    with transaction.atomic(savepoint=False):
        fresh = _without_known_ticks(rows)
        _rows.write(fresh)
        announce(*fresh)
        skipped = [row for row in fresh if row.status == Status.SKIPPED]
        if skipped:
            tell_finished(skipped)
        if len(skipped) < len(fresh):
            transaction.on_commit(queue.wake)


def _without_known_ticks(rows: Sequence[Execution]) -> list[Execution]:
    ticks = {(row.origin, row.scheduled_for) for row in rows if row.scheduled_for}
    if not ticks:
        return list(rows)
    known = Execution.objects.filter(
        origin__in={origin for origin, _ in ticks}, scheduled_for__in={when for _, when in ticks}
    )
    seen = set(known.values_list("origin", "scheduled_for", "attempt"))
    fresh = []
    for row in rows:
        tick = (row.origin, row.scheduled_for, row.attempt)
        if row.scheduled_for is None or tick not in seen:
            fresh.append(row)
            seen.add(tick)
    return fresh
