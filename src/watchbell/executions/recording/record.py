"""One recording: on the object, then to the log and to whoever wants to know."""

from __future__ import annotations

import logging

from watchbell.errors import ConfigurationError
from watchbell.executions.recording.endings import Ending
from watchbell.executions.recording.hooks import Event, call_hooks
from watchbell.executions.recording.language import sentence
from watchbell.executions.recording.target import Target, target_for
from watchbell.kernel.status import Status

logger = logging.getLogger("watchbell.execution")

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warn": logging.WARNING,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "critical": logging.CRITICAL,
}
_WELL = frozenset({Status.SUCCESS, Status.SKIPPED})


def record_start(execution: object, log_message: str | None) -> bool:
    target = target_for(execution)
    if not target.start():
        return _refused(target, "recording_start_refused")
    write_line(target, logging.INFO, log_message or sentence("recording_started"))
    _tell(target, "started", execution)
    return True


def record_end(
    execution: object, ending: Ending, log_message: str | None = None, cause: BaseException | None = None
) -> bool:
    """`cause` goes to the log with its traceback."""
    target = target_for(execution)
    if not target.finish(ending):
        return _refused(target, "recording_end_refused", status=ending.status.value)
    level = logging.INFO if ending.status in _WELL else logging.ERROR
    if ending.status is Status.CANCELLED:
        level = logging.WARNING
    write_line(target, level, log_message or _summary(ending), cause)
    _tell(target, "finished", execution)
    return True


def record_logs(execution: object, logs: str, append: bool) -> bool:
    target = target_for(execution)
    return target.write_logs(logs, append=append) or _refused(target, "recording_logs_refused")


def record_progress(execution: object, percent: float, message: str | None) -> bool:
    target = target_for(execution)
    if not target.set_progress(percent, message or ""):
        return _refused(target, "recording_progress_refused")
    if message:
        write_line(target, logging.INFO, f"{percent:g}% {message}")
    _tell(target, "progressed", execution)
    return True


def write_line(target: Target, level: int, message: str, cause: BaseException | None = None) -> None:
    extra = {"execution": target.label}
    logger.log(level, "[%s] %s", target.label, message, extra=extra, exc_info=cause)


def level_of(name: str) -> int:
    """Raises ConfigurationError for a level that does not exist."""
    try:
        return _LEVELS[name.lower()]
    except (KeyError, AttributeError):
        known = ", ".join(_LEVELS)
        raise ConfigurationError("recording_unknown_level", field="level", level=name, known=known) from None


def _refused(target: Target, code: str, **values: str) -> bool:
    write_line(target, logging.WARNING, sentence(code, **values))
    return False


def _tell(target: Target, event: Event, execution: object) -> None:
    target.after_commit(lambda: call_hooks(event, execution))


def _summary(ending: Ending) -> str:
    code, values = "recording_ended", {"status": ending.status.value}
    if ending.output.return_code is not None:
        code, values = "recording_ended_with_code", {**values, "return_code": str(ending.output.return_code)}
    return sentence(code, **values) + (f" {ending.error}" if ending.error else "")
