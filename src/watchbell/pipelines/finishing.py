"""The end of a pipeline: what its steps add up to, their results, and which of them is to blame."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast, Length

from watchbell.conf import get_settings
from watchbell.errors import ExecutionError, WatchbellError
from watchbell.executions import queue
from watchbell.executions.models import Execution
from watchbell.executions.transition import finish
from watchbell.executions.wording import error_text
from watchbell.kernel.rollup import Outcome, end_of
from watchbell.kernel.status import Status
from watchbell.pipelines.board import Board
from watchbell.pipelines.log import say, status_word, write_lines
from watchbell.pipelines.plan import Plan
from watchbell.pipelines.states import instance_outcome

LARGEST_STEP = 64 * 1024
LARGEST = 1024 * 1024
"""Characters of JSON: what one step, and what all of them, may add to the result of the pipeline."""

_RETURN_CODES = {Status.SUCCESS: 0, Status.FAILED: 1}


def finish_pipeline(pipeline: Execution, plan: Plan, board: Board, outcomes: dict[str, Outcome]) -> None:
    """Ends a pipeline whose steps have all ended."""
    stopped = pipeline.reason or "user" if pipeline.cancel_requested else ""
    status, reason = end_of(list(outcomes.values()), stopped)
    error = _error(status, plan, board, outcomes)
    columns: dict[str, Any] = {
        "result": results_of(plan, board),
        "return_code": _RETURN_CODES.get(status),
        "survivors": 0,
        "progress": progress_of(plan, board),
    }
    _end(pipeline, status, reason, error, columns)


def break_off(pipeline: Execution, error: Exception) -> None:
    """Ends a pipeline that cannot be followed any further."""
    told = (
        error if isinstance(error, WatchbellError) else ExecutionError("pipeline_broken", detail=str(error))
    )
    _end(pipeline, Status.FAILED, told.code[:40], told, {"return_code": 1})


def progress_of(plan: Plan, board: Board) -> dict[str, Any]:
    """As the row of the pipeline has it; `done` and `total` count every value of a matrix."""
    total = len(board.by_key) + len(plan.steps) - len(board.keys_of)
    done = len(board.by_key) - len(board.active)
    zh = get_settings().language == "zh"
    message = f"已完成 {done}/{total} 个步骤" if zh else f"{done} of {total} steps"
    return {"progress": done * 100 // total, "message": message, "done": done, "total": total}


def results_of(plan: Plan, board: Board) -> dict[str, Any]:
    """The results of its steps by their id, a list where there is a matrix. Large ones stay with the step."""
    owners = {one.execution_id: key for key, one in board.by_key.items() if one.status == Status.SUCCESS}
    found: dict[str, Any] = {}
    left = LARGEST
    ids = list(owners)
    for start in range(0, len(ids), 500):
        rows = Execution.objects.filter(pk__in=ids[start : start + 500], result__isnull=False)
        small = rows.annotate(size=Length(Cast("result", TextField()))).filter(size__lte=LARGEST_STEP)
        for key, result, size in small.values_list("pk", "result", "size").iterator(chunk_size=100):
            if size <= left:
                left -= size
                found[owners[key]] = result
    return {step.id: value for step in plan.steps if (value := _of_step(step.id, board, found)) is not None}


def _of_step(step_id: str, board: Board, found: dict[str, Any]) -> Any:
    keys = board.sorted_keys(step_id)
    if keys == [step_id]:
        return found.get(step_id)
    values = [found.get(key) for key in keys]
    return values if any(value is not None for value in values) else None


def _error(status: Status, plan: Plan, board: Board, outcomes: dict[str, Outcome]) -> WatchbellError | None:
    if status is Status.TIMEOUT:
        return ExecutionError("pipeline_timeout")
    if status is not Status.FAILED:
        return None
    failed = [
        board.by_key[key].execution_id
        for step in plan.steps
        if outcomes[step.id] is Outcome.FAILED
        for key in board.sorted_keys(step.id)
        if instance_outcome(step, board.by_key[key]) is Outcome.FAILED
    ]
    first = Execution.objects.get(pk=failed[0])
    detail = error_text(first, "en") or first.reason or first.status
    code = "pipeline_steps_failed" if len(failed) > 1 else "pipeline_step_failed"
    cause = {"code": first.error_code, "values": first.error_values}
    return ExecutionError(code, step=first.name, detail=detail[:500], more=len(failed) - 1, cause=cause)


def _end(
    pipeline: Execution, status: Status, reason: str, error: WatchbellError | None, columns: dict[str, Any]
) -> None:
    detail = ""
    if error:
        detail = f" - {error.message(get_settings().language)}"
        values = json.loads(json.dumps(error.values, default=str))
        columns |= {"error_type": "ExecutionError", "error_code": error.code, "error_message": str(error)}
        columns["error_values"] = values
    line = say("finished", status=status_word(status.value), detail=detail)
    columns["log_bytes"] = write_lines(pipeline.execution_id, [line])
    finish(pipeline, status, reason=reason, **columns)
    transaction.on_commit(queue.wake)  # the next one of the same task may be waiting for this end
