"""Ending a pipeline before its time: what waits is cancelled at once, what runs is asked to stop."""

from __future__ import annotations

from watchbell.executions.models import Execution
from watchbell.executions.spec import attach_definitions
from watchbell.executions.stop import request_stop
from watchbell.executions.transition import End, finish_many
from watchbell.kernel.status import Status
from watchbell.pipelines.board import Board

_OF_TIMEOUT = ("timeout", "pipeline_timeout")


def reason_for_steps(pipeline: Execution) -> str:
    return "pipeline_timeout" if pipeline.reason in _OF_TIMEOUT else "pipeline_stopped"


def stop_steps(board: Board, reason: str) -> None:
    """Asks every step that waits or runs to end; asking again changes nothing.

    Nested pipelines are asked, too, and pass it on to their own steps.
    """
    active = board.active
    pending = [one.execution_id for one in active if one.status == Status.PENDING]
    rows = list(Execution.objects.filter(pk__in=pending, claimed_at=None))
    attach_definitions(rows)
    if rows:
        finish_many(End(row, Status.CANCELLED, reason, None, {"survivors": 0}) for row in rows)
    waiting = {row.pk for row in rows}
    for one in active:
        if one.execution_id not in waiting and not one.cancel_requested:
            request_stop(one.execution_id, reason)
