"""How a run stands, for whoever pressed the button. Reading changes nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from watchbell.api.press_schema import RunState
from watchbell.executions.models import Execution
from watchbell.executions.wording import error_text, sentence_of
from watchbell.kernel.status import Status


def run_state(row: Execution, language: str, *, with_log: bool) -> RunState:
    """`with_log`: whether the caller may read the log, and is told where it is."""
    succeeded = row.status == Status.SUCCESS
    return RunState(
        ready=row.is_finished,
        success=succeeded if row.is_finished else None,
        result=row.result if succeeded else None,
        result_problem=row.result_problem,
        result_problem_message=sentence_of(row.result_problem, language),
        error=_error(row, language) if row.is_finished and not succeeded else None,
        status=Status(row.status),
        reason=row.reason,
        progress=row.progress,
        execution_id=row.execution_id,
        task_id=row.execution_id,
        queue_position=_queue_position(row),
        start_time=row.started_at,
        duration=row.elapsed(timezone.now()),
        log_url=_log_url(row) if with_log else None,
        state=state_mark(row),
    )


def state_mark(row: Execution) -> str:
    """Differs whenever the status or the progress of `row` does."""
    text = json.dumps([row.status, row.reason, row.progress, row.cancel_requested], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _log_url(row: Execution) -> str:
    """The page of the execution; a host that serves no pages has the log itself."""
    try:
        return reverse("watchbell-execution", args=[row.execution_id])
    except NoReverseMatch:
        return reverse("watchbell-api:execution_logs", args=[row.execution_id])


def _error(row: Execution, language: str) -> str:
    """What the script says of itself (seed 003, `error_output`), else what we know."""
    said: Any = row.result.get("message") if isinstance(row.result, dict) else None
    return str(said) if said else error_text(row, language) or row.reason or row.status


def _queue_position(row: Execution) -> int | None:
    """1 is the next to start; None for what does not wait any more."""
    if row.status != Status.PENDING:
        return None
    is_due = Q(not_before=None) | Q(not_before__lte=timezone.now())
    earlier = Execution.objects.filter(
        is_due, status=Status.PENDING, runner=row.runner, execution_id__lt=row.execution_id
    )
    return earlier.count() + 1
