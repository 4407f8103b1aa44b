"""From what the launcher reports to how an execution ended."""

from __future__ import annotations

import contextlib
import logging
import os
from datetime import UTC, datetime
from typing import Any

from watchbell.errors import WatchbellError
from watchbell.executions.context import context_of
from watchbell.executions.log_store import OWN_WORDS, log_store
from watchbell.executions.models import Execution
from watchbell.executions.result import NOTHING, Result, read_result
from watchbell.executions.spec import ExecutionSpec, spec_of
from watchbell.executions.transition import End
from watchbell.executions.wording import with_last_words
from watchbell.executors import registry
from watchbell.executors.command_line import explain, leaves_files, remove_files
from watchbell.kernel.outcome import Outcome, Verdict, decide
from watchbell.kernel.status import Status

log = logging.getLogger("TaskExecutor")

_LAST_WORDS = 4096
_RESULTS_AT_ONCE = 8 * 1024 * 1024  # bytes of JSON


def ends_of(waiting: list[Execution], outcomes: dict[str, Outcome]) -> list[End]:
    """Takes rows off `waiting` and ends them, until the results of one transaction take enough memory."""
    ends: list[End] = []
    size = 0
    while waiting and size < _RESULTS_AT_ONCE:
        row = waiting.pop(0)
        ends.append(end_of(row, outcomes[row.pk]))
        size += ends[-1].result_bytes
    return ends


def end_of(execution: Execution, outcome: Outcome) -> End:
    """The end that `outcome` means for `execution`."""
    measured = decide(outcome)
    verdict = _explained(execution, outcome, measured)
    reason = verdict.reason
    if verdict.status is Status.CANCELLED and execution.reason:
        reason = execution.reason
    columns: dict[str, Any] = {
        "return_code": outcome.return_code,
        "cpu_seconds": outcome.cpu_seconds,
        "max_rss_bytes": outcome.max_rss_bytes,
        "log_bytes": outcome.log_bytes,
        "log_dropped": outcome.log_dropped,
        "processes_ended": outcome.processes_ended,
        "survivors": outcome.survivors,
        **error_columns(verdict.error, verdict.error_type, execution if verdict is measured else None),
    }
    if outcome.started_at:
        columns["started_at"] = _instant(outcome.started_at)
    result = NOTHING
    if execution.definition:
        spec = spec_of(execution.definition)
        result = _result(execution, spec)
        columns |= result.columns
        if leaves_files(spec, execution.parameters):
            remove_files(spec, context_of(execution))
    return End(execution, verdict.status, reason, _instant(outcome.ended_at), columns, result.size)


def _explained(execution: Execution, outcome: Outcome, verdict: Verdict) -> Verdict:
    """`verdict` with the executor's own reason, where it knows more than the exit code says."""
    if verdict.reason != "exit_code" or outcome.return_code is None or execution.definition is None:
        return verdict
    try:
        told = explain(spec_of(execution.definition), context_of(execution), outcome.return_code)
    except Exception:  # it reads what the program left behind, which may be anything
        log.exception("the executor cannot explain the end of execution %s", execution.execution_id)
        return verdict
    return Verdict(verdict.status, told[0], verdict.error_type, told[1]) if told else verdict


def _result(execution: Execution, spec: ExecutionSpec) -> Result:
    try:
        return read_result(execution.execution_id, spec)
    except Exception:  # what a program left behind may be anything; its end is recorded all the same
        log.exception("the result of execution %s cannot be read", execution.execution_id)
        return NOTHING


def ended_by_itself(execution: Execution, outcome: Outcome) -> bool:
    """Whether nothing that was asked since the start can change what `outcome` means."""
    definition = execution.definition
    retried = definition is not None and definition.body.get("retry")
    return outcome.cause == "exit" and (outcome.return_code == 0 or not retried)


def refused(execution: Execution, error: Exception) -> End:
    """The end of an execution whose program could not even be asked to start."""
    if isinstance(error, WatchbellError):
        told = error
    else:
        log.error("execution %s cannot be prepared", execution.execution_id, exc_info=error)
        told = WatchbellError("cannot_prepare", detail=str(error))
    return End(execution, Status.FAILED, told.code, None, error_columns(told, "configuration", None))


def error_columns(
    error: WatchbellError | None, error_type: str | None, execution: Execution | None
) -> dict[str, Any]:
    """How a row tells `error`; with the last line `execution` wrote, where people look for the cause."""
    if error is None:
        return {}
    values = {name: _storable(value) for name, value in error.values.items()}
    message = _storable(str(error))
    last_words = _last_words(execution.execution_id) if execution and _speaks(execution) else ""
    if last_words:
        values["last_words"] = last_words
        message = with_last_words(message, last_words)
    return {
        "error_type": error_type or "",
        "error_code": error.code,
        "error_values": values,
        "error_message": message,
    }


def _speaks(execution: Execution) -> bool:
    """Whether the last line of the log is the program's own word."""
    executor = registry.get(execution.definition.body["executor"]) if execution.definition else None
    return executor is None or executor.log_is_its_own


def _storable(value: Any) -> Any:
    """A path or an interpreter may hold bytes that are no text; no database takes those."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _last_words(execution_id: str) -> str:
    """The last line the program wrote, where people look for the cause of a failure."""
    with contextlib.suppress(OSError):
        with log_store().paths(execution_id).log.open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - _LAST_WORDS))
            lines = [line.strip() for line in log.read().decode(errors="replace").split("\n")]
        own = (line for line in reversed(lines) if line and not line.startswith(OWN_WORDS))
        return next(own, "")[:500]
    return ""


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
