"""What is known about one execution while it is on its way."""

from __future__ import annotations

import os
from time import time
from typing import TYPE_CHECKING

from watchbell.launcher.log_file import LogFile
from watchbell.launcher.protocol import DEFAULT_GRACE, DEFAULT_LOG_MB, encode

if TYPE_CHECKING:
    from watchbell.launcher.cgroup import ProcessCap
    from watchbell.launcher.loop import Timer
    from watchbell.launcher.output import Output
    from watchbell.launcher.protocol import Message
    from watchbell.launcher.tree import Process

MEBIBYTE = 1024 * 1024
LIMITS = frozenset({"cpu_seconds", "memory_mb", "processes", "file_size_mb", "log_mb"})

QUEUED, RUNNING, TERMINATING, SETTLING, KILLING, DONE = range(6)


class Run:
    """`phase` only grows. With a `status` (of wait4) the program itself is gone; its tree may still live."""

    def __init__(self, message: Message, tag: int) -> None:
        """Raises KeyError, TypeError or ValueError where the message is not a RunSpec."""
        self.id: str = message["id"]
        self.tag = tag
        self.argv = [str(part) for part in message["argv"]]
        self.env = {str(name): str(value) for name, value in message["env"].items()}
        self.cwd: str = message.get("cwd") or "/"
        self.timeout = _seconds(message.get("timeout"))
        self.grace = _seconds(message.get("grace"), DEFAULT_GRACE) or 0.0
        self.limits = _limits(message.get("limits") or {})
        self.places = _count(message.get("places"))
        self.keep_children = bool(message.get("keep_children"))
        self.log_path = str(message["log"])
        self.index_path = str(message.get("index") or self.log_path.removesuffix(".log") + ".idx")
        if not self.argv or not os.path.isabs(self.log_path) or not os.path.isabs(self.index_path):
            raise ValueError("a program and absolute log paths are needed")
        self._begin()

    def _begin(self) -> None:
        self.phase = QUEUED
        self.chosen_at = 0.0  # when its start came into the journal
        self.pid = 0
        self.ticks = (0, 0)  # since boot: its start time, as /proc tells it, lies between them
        self.started_at = self.ended_at = 0.0
        self.status: int | None = None
        self.cause = "exit"
        self.limit: str | None = None
        self.error: Message | None = None
        self.cpu_seconds = 0.0
        self.max_rss_bytes = 0
        self.survivors = 0
        self.signalled: dict[tuple[int, int], Process] = {}
        self.outputs: list[Output] = []
        self.log: LogFile | None = None
        self.cap: ProcessCap | None = None
        self.timers: dict[str, Timer] = {}
        self.grown = False
        self.shown = 0

    def open_log(self) -> LogFile:
        limit = self.limits.get("log_mb", DEFAULT_LOG_MB)
        self.log = LogFile(self.log_path, self.index_path, int(limit * MEBIBYTE))
        return self.log

    def start_record(self) -> bytes:
        """For the journal, before the program exists."""
        return encode(
            {"op": "start", "id": self.id, "tag": self.tag, "log": self.log_path, "at": self.chosen_at}
        )

    def pid_record(self) -> bytes:
        """For the journal, once it does."""
        return encode({"op": "pid", "id": self.id, "pid": self.pid, "ticks": self.ticks})

    def outcome(self) -> Message:
        """The keys of Outcome (kernel/outcome.py)."""
        return {
            "id": self.id,
            "cause": self.cause,
            "return_code": None if self.status is None else os.waitstatus_to_exitcode(self.status),
            "error": self.error,
            "started_at": self.started_at or None,
            "ended_at": self.ended_at or time(),
            "cpu_seconds": round(self.cpu_seconds, 6),
            "max_rss_bytes": self.max_rss_bytes,
            "log_bytes": self.log.size if self.log else 0,
            "log_dropped": self.log.dropped if self.log else 0,
            "processes_ended": len(self.signalled) - self.survivors,
            "survivors": self.survivors,
            "limit": self.limit,
        }


def _seconds(value: object, default: float | None = None) -> float | None:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
        raise ValueError("a duration must be a number of seconds")
    return float(value)


def _count(value: object) -> int | None:
    """How many may run at once, this one included; None: any number."""
    return None if value is None else max(1, int(_seconds(value) or 0))


def _limits(given: Message) -> dict[str, float]:
    unknown = given.keys() - LIMITS
    if unknown:
        raise ValueError(f"unknown limits: {', '.join(sorted(unknown))}")
    return {name: float(value) for name, value in given.items() if value is not None}
