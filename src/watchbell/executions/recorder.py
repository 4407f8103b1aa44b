"""`ExecutionLogger`: one way to record any execution (seed 000).

Works before Django is set up, and without Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.executions.recording.context import ExecutionContext
from watchbell.executions.recording.endings import NOT_BY_ITSELF, cancelled, completed, failed, timed_out
from watchbell.executions.recording.hooks import Hook, add_hook
from watchbell.executions.recording.output import read_output
from watchbell.executions.recording.record import (
    level_of,
    record_end,
    record_logs,
    record_progress,
    record_start,
    write_line,
)
from watchbell.executions.recording.target import target_for
from watchbell.executions.recording.text import Text
from watchbell.executions.recording.words import map_statuses
from watchbell.kernel.status import TERMINAL, Status

__all__ = ["ExecutionContext", "ExecutionLogger"]


class ExecutionLogger:
    """Records on a Watchbell execution, a row of any Django model, or any object.

    Of `status`, `started_at`, `completed_at`, `stdout`, `stderr`, `return_code` and `logs` (stdout and
    stderr merged), and of `progress` and `progress_message`, those that exist are set. An execution
    ends once: what comes later changes nothing. Each method says whether it took effect.
    """

    @staticmethod
    def start_execution(execution: Any, log_message: str | None = None) -> bool:
        """Sets `status` to running and `started_at` to now. False where it has started or ended."""
        return record_start(execution, log_message)

    @staticmethod
    def complete_execution(
        execution: Any,
        result: Any = None,
        status: Status | str | None = None,
        stdout: Text | None = None,
        stderr: Text | None = None,
        return_code: int | None = None,
        custom_logs: str | None = None,
        log_message: str | None = None,
    ) -> bool:
        """Ends `execution`: success where the return code is 0 or unknown, else failed, or as `status` says.

        `result` is a `subprocess.CompletedProcess`, anything with its attributes, a mapping with the
        keys `stdout`, `stderr`, `return_code` or `returncode`, an int (the return code), a bool, text
        (stdout) or None; anything else is kept as JSON. What is given beside it counts first.
        `custom_logs` is added to the logs. Raises ConfigurationError for a `status` that is no end.
        """
        output = read_output(result)
        given: dict[str, Any] = {"stdout": stdout, "stderr": stderr, "return_code": return_code}
        output = replace(output, **{name: value for name, value in given.items() if value is not None})
        ending = completed(output, _end_named(execution, status), custom_logs or "")
        return record_end(execution, ending, log_message)

    @staticmethod
    def fail_execution(
        execution: Any,
        error_message: Any,
        return_code: int | None = NOT_BY_ITSELF,
        log_message: str | None = None,
    ) -> bool:
        """Ends `execution` as failed; `error_message` (also an exception) is added to stderr and logs."""
        return record_end(execution, failed(str(error_message), return_code), log_message)

    @staticmethod
    def timeout_execution(
        execution: Any,
        timeout_message: str | None = None,
        timeout_seconds: float | None = None,
        log_message: str | None = None,
    ) -> bool:
        """Ends `execution` as timed out, with return code -1; without a message one is written."""
        return record_end(execution, timed_out(timeout_message, timeout_seconds), log_message)

    @staticmethod
    def cancel_execution(
        execution: Any, cancel_message: str | None = None, log_message: str | None = None
    ) -> bool:
        """Ends `execution` as cancelled, with return code -1. It records, it stops no program."""
        return record_end(execution, cancelled(cancel_message), log_message)

    @staticmethod
    def update_execution_logs(execution: Any, logs: str, append: bool = False) -> bool:
        """Sets `logs` or adds to them. Those of a finished execution can only be added to."""
        return record_logs(execution, logs, append)

    @staticmethod
    def update_progress(execution: Any, progress: float, message: str | None = None) -> bool:
        """Sets `progress`, 0 to 100 percent. Raises ConfigurationError for anything else."""
        if isinstance(progress, bool) or not isinstance(progress, int | float) or not 0 <= progress <= 100:
            raise ConfigurationError("recording_bad_progress", field="progress", progress=progress)
        return record_progress(execution, progress, message)

    @staticmethod
    def log_execution_info(execution: Any, message: str, level: str = "info") -> bool:
        """Writes `message` to the Python logger `watchbell.execution`.

        `level` is debug, info, warning, error or critical. Raises ConfigurationError for any other.
        """
        write_line(target_for(execution), level_of(level), message)
        return True

    @staticmethod
    def map_statuses(kind: type, statuses: Mapping[str, Any]) -> None:
        """Sets the words `kind`, and what inherits from it, uses: `{"running": "RUNNING", …}`.

        A class may as well declare them as `watchbell_statuses`. Raises ConfigurationError for a status
        that does not exist, and for a word that means both running and an end.
        """
        map_statuses(kind, statuses)

    @staticmethod
    def add_hook(hook: Hook) -> Callable[[], None]:
        """Calls `hook(event, execution)` for "started", "progressed" and "finished", after commit.

        What it raises is logged and otherwise ignored. The returned function removes it.
        """
        return add_hook(hook)


def _end_named(execution: Any, status: Status | str | None) -> Status | None:
    if status is None:
        return None
    known = target_for(execution).words.known(status)
    if known not in TERMINAL:
        raise ConfigurationError("recording_not_an_end", field="status", status=str(status))
    return known
