"""Where this installation keeps the logs of executions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from watchbell.conf import get_settings
from watchbell.executions.logs import LogStore

OWN_WORDS = "[watchbell]"
"""What a line begins with that Watchbell itself puts into the log of a run elsewhere."""


def log_store() -> LogStore:
    return _below(get_settings().data_dir)


@lru_cache(maxsize=4)
def _below(data_dir: Path) -> LogStore:
    return LogStore(data_dir / "logs" / "executions")
