"""The outcome of a run of which nothing was measured."""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchbell.launcher.protocol import Message


def empty_outcome(name: str, cause: str, error: Message | None = None) -> Message:
    """All keys of Outcome (kernel/outcome.py); it ends now."""
    return {
        "id": name,
        "cause": cause,
        "return_code": None,
        "error": error,
        "started_at": None,
        "ended_at": time(),
        "cpu_seconds": 0.0,
        "max_rss_bytes": 0,
        "log_bytes": 0,
        "log_dropped": 0,
        "processes_ended": 0,
        "survivors": 0,
        "limit": None,
    }
