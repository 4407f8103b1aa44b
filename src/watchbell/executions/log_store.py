"""Where this installation keeps the logs of executions."""

from __future__ import annotations

from watchbell.conf import data_path
from watchbell.executions.logs import LogStore


def log_store() -> LogStore:
    return LogStore(data_path("logs", "executions"))
