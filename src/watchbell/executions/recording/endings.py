"""How an execution ended, and what an exception says about it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field, replace
from typing import Any

from watchbell.executions.recording.language import sentence
from watchbell.executions.recording.output import Output, read_output
from watchbell.kernel.status import Status

NOT_BY_ITSELF = -1
"""The return code of what did not end by itself (seed 000)."""

_TIMEOUTS = {"TimeoutExpired", "SoftTimeLimitExceeded"}
_CANCELS = {"KeyboardInterrupt", "CancelledError"}


@dataclass(frozen=True)
class Ending:
    """`error` is added to stderr, `note` to the logs; `error_type` names the kind of failure.

    `code` and `values` say the same as `error`, where it is a sentence of ours.
    """

    status: Status
    output: Output = field(default_factory=Output)
    error: str = ""
    note: str = ""
    reason: str = ""
    error_type: str = ""
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def completed(output: Output, status: Status | None = None, note: str = "") -> Ending:
    """Success or failure by the return code (none counts as 0), unless `status` says it."""
    if status is None:
        status = Status.FAILED if output.return_code else Status.SUCCESS
    return Ending(status, output, note=note, reason=_reason(status, output.return_code))


def failed(error: str, return_code: int | None = NOT_BY_ITSELF) -> Ending:
    return Ending(Status.FAILED, Output(return_code=return_code), error, reason="error", error_type="error")


def timed_out(message: str | None, seconds: float | None) -> Ending:
    ending = Ending(Status.TIMEOUT, Output(return_code=NOT_BY_ITSELF), reason="timeout", error_type="timeout")
    if message is not None:
        return replace(ending, error=message)
    if seconds is None:
        return _with_sentence(ending, "recording_timed_out")
    return _with_sentence(ending, "recording_timed_out_after", seconds=f"{seconds:g}")


def cancelled(message: str | None) -> Ending:
    ending = Ending(Status.CANCELLED, Output(return_code=NOT_BY_ITSELF), reason="user")
    if message is not None:
        return replace(ending, error=message)
    return _with_sentence(ending, "recording_cancelled")


def from_exception(error: BaseException, output: Output) -> Ending:
    """What `error`, leaving the body of an execution, means for it.

    A time limit (subprocess, Celery) is a timeout, an interrupt from the keyboard or of asyncio a
    cancel, all else a failure. The output known so far is kept, and what the exception carries of it.
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & _TIMEOUTS:
        seconds = getattr(error, "timeout", None)
        ending = timed_out(None, seconds if isinstance(seconds, int | float) else None)
    elif names & _CANCELS:
        ending = _with_sentence(cancelled(""), "recording_interrupted", error=type(error).__name__)
    else:
        ending = replace(_failed_by(error), error_type=type(error).__name__)
    return replace(ending, output=_left_by(error, output))


def ends_well(error: BaseException) -> bool:
    """`sys.exit()` and `sys.exit(0)` say that all went well."""
    return isinstance(error, SystemExit) and not error.code


def _with_sentence(ending: Ending, code: str, **values: Any) -> Ending:
    return replace(ending, error=sentence(code, **values), code=code, values=values)


def _failed_by(error: BaseException) -> Ending:
    if isinstance(error, SystemExit) and isinstance(error.code, int):
        return _with_sentence(failed(""), "recording_exited", return_code=error.code)
    return failed(str(error) or type(error).__name__)


def _left_by(error: BaseException, output: Output) -> Output:
    code = output.return_code or NOT_BY_ITSELF
    if isinstance(error, SystemExit):
        code = error.code if isinstance(error.code, int) else 1
    if not isinstance(error, subprocess.SubprocessError):
        return replace(output, return_code=code)
    left = read_output(error)
    return Output(
        output.stdout if left.stdout is None else left.stdout,
        output.stderr if left.stderr is None else left.stderr,
        left.return_code or code,
    )


def _reason(status: Status, return_code: int | None) -> str:
    if status is not Status.FAILED or not return_code:
        return ""
    return "signal" if return_code < 0 else "exit_code"
