"""How an execution elsewhere ended."""

from __future__ import annotations

from typing import Any

from watchbell.errors import ExecutionError, WatchbellError
from watchbell.executions.ending import error_columns
from watchbell.executions.models import Execution
from watchbell.executions.transition import End
from watchbell.executors.remote import LOST_CODES, Remote, TargetUnavailable
from watchbell.kernel.status import Status

SILENT = "target_silent"
"""Why nobody knows whether it still runs: it was to end, and its target did not answer."""


def end_of(execution: Execution, remote: Remote, cause: str | None) -> End:
    """The end that the target reports. `cause` is why we asked for it: timeout, cancelled or None."""
    end = _asked_for(execution, cause) if cause else _by_itself(execution, remote)
    end.columns |= {"return_code": remote.return_code, "survivors": 0}
    if remote.result is not None:
        end.columns["result"] = remote.result
    if remote.result_problem:
        end.columns["result_problem"] = remote.result_problem
    if remote.progress is not None:
        end.columns["progress"] = remote.progress
    return end


def never_started(execution: Execution, cause: str | None) -> End:
    """Asked to end before there was anything to end."""
    end = _asked_for(execution, cause or "cancelled")
    end.columns["survivors"] = 0
    return end


def unstoppable(execution: Execution, cause: str | None) -> End:
    """It was told to end, with force, and goes on."""
    end = _asked_for(execution, cause or "cancelled")
    end.columns |= {"survivors": 1, **_told(execution, ExecutionError("target_did_not_stop"))}
    return end


def unreachable(execution: Execution, error: TargetUnavailable, *, may_run: bool) -> End:
    """No answer for so long that nobody waits any more."""
    status = Status.LOST if may_run else Status.FAILED
    return End(execution, status, "target_unavailable", None, _told(execution, error))


def silent(execution: Execution, error: TargetUnavailable) -> End:
    """It was to end, something may have been started, and the target did not answer for too long."""
    told = ExecutionError(SILENT, target=error.values.get("target") or error.values.get("host") or "?")
    columns = {"survivors": 1, **error_columns(told, type(told).__name__, None)}
    return End(execution, Status.LOST, "target_unavailable", None, columns)


def broken(execution: Execution, error: Exception) -> End:
    """The executor cannot go on."""
    told = (
        error if isinstance(error, WatchbellError) else ExecutionError("executor_failed", detail=str(error))
    )
    status = Status.LOST if told.code in LOST_CODES else Status.FAILED
    return End(execution, status, told.code, None, _told(execution, told))


def _asked_for(execution: Execution, cause: str) -> End:
    if cause == "timeout":
        error = ExecutionError("program_timeout")
        return End(execution, Status.TIMEOUT, "timeout", None, _told(execution, error))
    return End(execution, Status.CANCELLED, execution.reason or "user")


def _by_itself(execution: Execution, remote: Remote) -> End:
    if remote.status == "success":
        return End(execution, Status.SUCCESS, remote.reason)
    if remote.status == "cancelled":
        return End(execution, Status.CANCELLED, remote.reason or "target")
    error = remote.error or ExecutionError("program_failed", return_code=remote.return_code)
    reason = remote.reason or (remote.error.code if remote.error else "exit_code")
    return End(execution, Status(remote.status), reason, None, _told(execution, error))


def _told(execution: Execution, error: WatchbellError) -> dict[str, Any]:
    return error_columns(error, type(error).__name__, execution)
