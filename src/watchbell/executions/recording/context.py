"""An execution that starts and ends with a block of code."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from watchbell.executions.recording.endings import completed, ends_well, from_exception
from watchbell.executions.recording.language import sentence
from watchbell.executions.recording.output import Output, read_output
from watchbell.executions.recording.record import logger, record_end, record_start
from watchbell.executions.recording.target import target_for


class ExecutionContext:
    """Starts `execution` when the block is entered and ends it when the block is left (seed 000).

        with ExecutionContext(execution, "Deploying") as context:
            context.set_result(subprocess.run(command, capture_output=True))

    Success or failure follows the return code of the result, success where there is none. An
    exception is recorded and raised again: a time limit (`subprocess.TimeoutExpired`, Celery's soft
    limit) as timeout, an interrupt from the keyboard as cancelled, all else as failed. A block that
    ended the execution itself is respected.
    """

    def __init__(self, execution: Any, log_message: str | None = None) -> None:
        self.execution = execution
        self.started = False
        """Whether the start took effect; False where another has started or ended the execution."""
        self._log_message = log_message
        self._output = Output()

    def set_result(self, result: Any) -> None:
        """What the block achieved: see `ExecutionLogger.complete_execution`. The last one counts."""
        self._output = read_output(result)

    def __enter__(self) -> Self:
        self.started = record_start(self.execution, self._log_message)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not ends_well(error):
            self._record_exception(error)
        elif not target_for(self.execution).known_finished:
            record_end(self.execution, completed(self._output))

    def _record_exception(self, error: BaseException) -> None:
        try:
            record_end(self.execution, from_exception(error, self._output), cause=error)
        except Exception:
            # The caller shall see his own exception, not that of a database which is away.
            logger.exception("%s", sentence("recording_failed"))
