"""Carries a pipeline on, in the transaction that ended one of its steps: nothing can come in between.

Whatever the row and its steps say is all there is to know, so it does not matter who calls this, how often,
or after which crash.
"""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connection

from watchbell.executions.compare_and_set import Expected, update_as_expected
from watchbell.executions.events import announce
from watchbell.executions.models import Execution
from watchbell.executions.row_reader import RowReader
from watchbell.executions.spec import attach_definitions
from watchbell.kernel.status import Status
from watchbell.pipelines.board import Board, read_board
from watchbell.pipelines.cancel import reason_for_steps, stop_steps
from watchbell.pipelines.expansions import Expansions
from watchbell.pipelines.finishing import break_off, finish_pipeline, progress_of
from watchbell.pipelines.log import say, status_word, write_lines
from watchbell.pipelines.moves import Moves, NewStep
from watchbell.pipelines.plan import Plan, plan_of
from watchbell.pipelines.step_rows import create_steps
from watchbell.pipelines.values import PipelineValues

log = logging.getLogger("TaskExecutor")
_rows = RowReader(Execution, "pipeline")
_RUNNING = Expected(frozenset({Status.RUNNING}))


Earlier = dict[str, Execution]
"""Pipelines of a former execution that steps go on with, by the key of the step."""


class _Chain(threading.local):
    """Pipelines that are still to be carried on, while somebody is at it."""

    waiting: dict[str, Earlier] | None = None


_chain = _Chain()


def carry_on(pipelines: dict[str, Earlier]) -> None:
    """Makes the rows of the steps that are next, or ends the pipeline when all of its steps have ended.

    To be called in a transaction. What this ends itself (steps that cannot start, nested pipelines) is
    carried on in turn.
    """
    if _chain.waiting is not None:  # each link inside the one before would exhaust the stack
        _chain.waiting.update(pipelines)
        return
    _chain.waiting = dict(pipelines)
    try:
        while _chain.waiting:
            pipeline_id = next(iter(_chain.waiting))
            _carry_on(pipeline_id, _chain.waiting.pop(pipeline_id))
    finally:
        _chain.waiting = None


def _carry_on(pipeline_id: str, earlier: Earlier) -> None:
    pipeline = _running(pipeline_id)
    if pipeline is None:
        return
    board = read_board(pipeline_id)
    try:
        assert pipeline.definition is not None
        _advance(pipeline, plan_of(pipeline.definition), board, earlier)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("pipeline %s cannot go on", pipeline_id)
        stop_steps(read_board(pipeline_id), "pipeline_broken")
        break_off(pipeline, error)


def _running(pipeline_id: str) -> Execution | None:
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    found = _rows.read(
        f"WHERE execution_id = %s AND runner = 'pipeline' AND status = 'running' {lock}", [pipeline_id]
    )
    attach_definitions(found)
    return found[0] if found else None


def _advance(pipeline: Execution, plan: Plan, board: Board, earlier: Earlier) -> None:
    values = PipelineValues(plan, board, pipeline.parameters)
    expansions = Expansions(pipeline.execution_id, values.lookup)
    moves = Moves(plan, board, values, expansions)
    if pipeline.cancel_requested and board.active:
        stop_steps(board, reason_for_steps(pipeline))
        return
    new = moves.give_up(reason_for_steps(pipeline)) if pipeline.cancel_requested else moves.find()
    size = write_lines(pipeline.execution_id, [line for one in new if (line := _line(one))])
    create_steps(pipeline, new, earlier)
    outcomes = moves.outcomes()
    if outcomes is None:
        _tell_progress(pipeline, plan, board, size)
    else:
        finish_pipeline(pipeline, plan, board, outcomes)


def _tell_progress(pipeline: Execution, plan: Plan, board: Board, size: int) -> None:
    progress = progress_of(plan, board)
    if progress == pipeline.progress and size == pipeline.log_bytes:
        return
    pipeline.progress, pipeline.log_bytes = progress, size
    update_as_expected([(pipeline.execution_id, {"progress": progress, "log_bytes": size}, _RUNNING)])
    announce(pipeline)


def _line(new: NewStep) -> str:
    if new.skip:
        return say("not_run", key=new.key, status=status_word("skipped"), reason=new.skip, detail="")
    if new.step.is_approval and not new.error:
        return say("waits", key=new.key, text=new.step.message)
    return ""
