"""Saves where runs stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from watchbell.executions.remote.models import RemoteRun
from watchbell.executions.row_writer import RowWriter


def save_rows(rows: Iterable[RemoteRun]) -> None:
    """Writes `rows` as they are, new or known; durable once the transaction at hand is committed."""
    _writer().write(rows)


@cache
def _writer() -> RowWriter:
    return RowWriter.replace(RemoteRun, ("handle", "cursor", "log_bytes", "stop_asked_at"))
