"""Which call of `ExecutionLogger` (seed 000) does what a group of assignments does by hand."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

TIMES = ("started_at", "completed_at")
FIELDS = ("status", *TIMES, "stdout", "stderr", "return_code", "logs")

_STARTED = {"running", "started", "in_progress", "processing"}
_SUCCEEDED = {"success", "succeeded", "successful", "completed", "complete", "done", "finished", "ok"}
_FAILED = {"failed", "failure", "error", "errored"}
_TIMED_OUT = {"timeout", "timed_out", "timedout"}
_CANCELLED = {"cancelled", "canceled", "aborted", "revoked", "stopped"}
_WAITING = {"pending", "queued", "waiting", "created"}


@dataclass(frozen=True)
class Place:
    """Where in its function a group stands: what is caught there and under which name, if anything."""

    caught: str = ""
    error: str = ""
    is_finally: bool = False


def replacement(target: str, values: Mapping[str, ast.expr], place: Place, *, adds: bool) -> str:
    """The call, as a line of Python; or, where none is needed any more, why."""
    if values.keys() == {"logs"}:
        extra = ", append=True" if adds else ""
        return f"ExecutionLogger.update_execution_logs({target}, {ast.unparse(values['logs'])}{extra})"
    status = _word(values.get("status"))
    if status in _WAITING:
        return f"# {target} is pending until ExecutionLogger.start_execution({target})"
    if status in _STARTED or (values.keys() <= {"status", "started_at"} and "started_at" in values):
        return f"ExecutionLogger.start_execution({target})"
    if status in _CANCELLED:
        return f"ExecutionLogger.cancel_execution({target})"
    if status in _TIMED_OUT or "timeout" in place.caught.lower():
        return f"ExecutionLogger.timeout_execution({target})"
    if place.caught:
        return f"ExecutionLogger.fail_execution({target}, {_message(values, place)})"
    if values.keys() == {"completed_at"}:
        return f"# not needed: the calls that end {target} set completed_at and save it"
    return _completed(target, values, status)


def _completed(target: str, values: Mapping[str, ast.expr], status: str) -> str:
    outcome = next(
        (text for name in ("return_code", "stdout", "stderr") if (text := _owner(values.get(name)))), ""
    )
    if outcome:
        return f"ExecutionLogger.complete_execution({target}, result={outcome})"
    if status in _SUCCEEDED:
        return f"ExecutionLogger.complete_execution({target})"
    if status in _FAILED:
        return f"ExecutionLogger.fail_execution({target}, {_message(values, Place())})"
    if "status" in values:
        return f"ExecutionLogger.complete_execution({target}, status={ast.unparse(values['status'])})"
    return f"ExecutionLogger.complete_execution({target}, result=…)"


def _word(value: ast.expr | None) -> str:
    """The status that is set, in small letters; empty where it is known only when it runs."""
    match value:
        case ast.Constant(value=str(text)):
            return text.lower()
        case ast.Attribute(value=owner, attr="value" | "name"):
            return _word(owner)
        case ast.Attribute(attr=name):
            return name.removeprefix("STATUS_").lower()
        case ast.Name(id=name) if name.isupper():
            return name.removeprefix("STATUS_").lower()
    return ""


def _owner(value: ast.expr | None) -> str:
    """`result` of `result.stdout` and its like."""
    match value:
        case ast.Attribute(value=owner, attr="returncode" | "return_code" | "stdout" | "stderr"):
            return ast.unparse(owner)
    return ""


def _message(values: Mapping[str, ast.expr], place: Place) -> str:
    for name in ("stderr", "logs"):
        if name in values:
            return f"error_message={ast.unparse(values[name])}"
    return f"error_message=str({place.error})" if place.error else 'error_message="…"'
