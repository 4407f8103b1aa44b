"""Where the output of an execution lies on the disk."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from watchbell.errors import NotFound
from watchbell.executions.logs.reader import LogReader
from watchbell.executions.logs.writer import LogWriter

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_DAY_MS = 86_400_000
_YEAR_10000 = 253_402_300_800_000 // _DAY_MS


@dataclass(frozen=True, slots=True)
class LogPaths:
    """The files of one execution: its bytes, their index, the range that was cut out, the line cache."""

    stem: str

    @property
    def log(self) -> Path:
        return Path(self.stem + ".log")

    @property
    def index(self) -> Path:
        return Path(self.stem + ".idx")

    @property
    def gap(self) -> Path:
        return Path(self.stem + ".gap")

    @property
    def lines(self) -> Path:
        return Path(self.stem + ".lines")


class LogStore:
    """All logs below one folder, by month and execution id."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def paths(self, execution_id: str) -> LogPaths:
        """The files of an execution; creates nothing.

        Raises NotFound for anything but a canonical UUIDv7 (RFC 9562), so that no id can lead out of
        the folder; the month is that of the time inside the id, in UTC.
        """
        return LogPaths(f"{self.root}/{_month(execution_id)}/{execution_id}")

    def open(self, execution_id: str) -> LogReader:
        """A reader; the log may still be missing, then it is empty. Raises NotFound as `paths` does."""
        paths = self.paths(execution_id)
        return LogReader(paths.log, paths.index, paths.gap, paths.lines)

    def writer(self, execution_id: str) -> LogWriter:
        """A writer that appends to the log and creates it when missing.

        Raises NotFound as `paths` does, OSError where the folder cannot be written.
        """
        paths = self.paths(execution_id)
        paths.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LogWriter(paths.log, paths.index)

    def size(self, execution_id: str) -> int:
        """Bytes of output on record, the left-out ones included; 0 without a log."""
        try:
            return self.paths(execution_id).log.stat().st_size
        except FileNotFoundError:
            return 0

    def remove(self, execution_id: str) -> None:
        """Deletes the log and all beside it; nothing happens when there is none."""
        paths = self.paths(execution_id)
        for path in (paths.lines, paths.gap, paths.index, paths.log):
            path.unlink(missing_ok=True)
        if paths.log.parent.name != f"{datetime.now(UTC):%Y%m}":  # a start may be about to use this month's
            with suppress(OSError):
                paths.log.parent.rmdir()


def _month(execution_id: str) -> str:
    if not _UUID7.fullmatch(execution_id):
        raise NotFound("execution_id_invalid", execution_id=execution_id)
    days = int(execution_id[:8] + execution_id[9:13], 16) // _DAY_MS
    if days >= _YEAR_10000:
        raise NotFound("execution_id_invalid", execution_id=execution_id)
    return _month_of(days)


@lru_cache(maxsize=1000)
def _month_of(days: int) -> str:
    """The month of a day, counted from 1970-01-01."""
    return f"{datetime.fromtimestamp(days * 86_400, UTC):%Y%m}"
