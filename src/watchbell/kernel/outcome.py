"""How a program ended, as the launcher measured it, and what that means for its execution."""

from __future__ import annotations

import math
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from watchbell.errors import ExecutionError, WatchbellError
from watchbell.kernel.status import Status


@dataclass(frozen=True)
class Outcome:
    """One `finished` event of the launcher.

    Times are seconds since 1970; None where the program never ran. `return_code` is -N for signal N, None
    where nobody knows it. `processes_ended` were killed, `survivors` could not be: the kill certificate.
    """

    id: str
    cause: str
    return_code: int | None = None
    error: Mapping[str, Any] | None = None
    started_at: float | None = None
    ended_at: float | None = None
    cpu_seconds: float = 0.0
    max_rss_bytes: int = 0
    log_bytes: int = 0
    log_dropped: int = 0
    processes_ended: int = 0
    survivors: int = 0
    limit: str | None = None

    @property
    def seconds(self) -> float:
        """How long the program ran; infinite where nobody knows."""
        if self.started_at is None or self.ended_at is None:
            return math.inf
        return self.ended_at - self.started_at

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Outcome:
        """From the event; keys unknown to this version are left out. Raises KeyError without id or cause."""
        known = {name: given for name, given in value.items() if name in cls.__dataclass_fields__}
        return cls(id=known.pop("id"), cause=known.pop("cause"), **known)


@dataclass(frozen=True)
class Verdict:
    """`error_type` is the class of the error, as the execution's row shows it; both are None on success."""

    status: Status
    reason: str
    error_type: str | None = None
    error: WatchbellError | None = None


def decide(outcome: Outcome) -> Verdict:
    """The status, reason and error that an outcome means. A cause this version does not know is `lost`."""
    match outcome.cause:
        case "exit":
            return _exit(outcome.return_code)
        case "timeout":
            return _verdict(Status.TIMEOUT, "timeout", ExecutionError("program_timeout"))
        case "stopped":
            return Verdict(Status.CANCELLED, "user")
        case "limit":
            return _limit(outcome.limit or "")
        case "spawn" if outcome.error:
            values = dict(outcome.error)
            code = values.pop("code")
            return _verdict(Status.FAILED, code, _error(code, values))
        case _:
            return _verdict(Status.LOST, "launcher_lost", ExecutionError("program_lost"))


def _exit(return_code: int | None) -> Verdict:
    if return_code is None:
        return _verdict(Status.LOST, "launcher_lost", ExecutionError("program_lost"))
    if return_code == 0:
        return Verdict(Status.SUCCESS, "")
    if return_code > 0:
        return _verdict(Status.FAILED, "exit_code", ExecutionError("program_failed", return_code=return_code))
    error = ExecutionError("program_killed", name=_signal_name(-return_code), signal=-return_code)
    return _verdict(Status.FAILED, "signal", error)


def _limit(name: str) -> Verdict:
    if name == "memory_mb":
        return _verdict(Status.FAILED, "oom", ExecutionError("out_of_memory", limit=name))
    return _verdict(Status.FAILED, "limit", ExecutionError("limit_exceeded", limit=name))


def _error(code: str, values: dict[str, Any]) -> WatchbellError:
    field = values.get("field")
    error = ExecutionError(code, **{key: value for key, value in values.items() if key != "field"})
    if field is not None:
        error.field = field
        error.values["field"] = field
    return error


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"


def _verdict(status: Status, reason: str, error: WatchbellError) -> Verdict:
    return Verdict(status, reason, type(error).__name__, error)
