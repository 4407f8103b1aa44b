"""Appends to a log in the launcher's format, for output that does not come from a local program."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from watchbell.executions.logs.index import RECORD

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LARGEST_RECORD = 1024 * 1024


class LogWriter:
    """Owner-only files, created when missing; several writers of one log take turns.

    Not for a log the launcher is writing: it keeps its own count of bytes. A full disk never raises:
    what did not fit is counted in `dropped`. To be closed, or used in `with`.
    """

    def __init__(self, log: Path, index: Path) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._log = os.open(log, flags, 0o600)
        try:
            self._index = os.open(index, flags, 0o600)
        except OSError:
            os.close(self._log)
            raise
        self.dropped = 0
        """Bytes that could not be written."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, data: bytes, stream: int = 1) -> None:
        """Writes bytes as they are: stream 1 stdout, 2 stderr, 0 Watchbell's own words."""
        fcntl.flock(self._log, fcntl.LOCK_EX)
        try:
            for start in range(0, len(data), _LARGEST_RECORD):
                self._chunk(data[start : start + _LARGEST_RECORD], stream)
        finally:
            fcntl.flock(self._log, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._log)
        os.close(self._index)

    def _chunk(self, data: bytes, stream: int) -> None:
        offset = os.fstat(self._log).st_size
        size = _write(self._log, data)
        self.dropped += len(data) - size
        if size:
            record = RECORD.pack(time.time_ns() // 1000, offset, size, stream)
            if _write(self._index, record) != len(record):
                os.ftruncate(self._index, os.fstat(self._index).st_size // RECORD.size * RECORD.size)


def _write(fd: int, data: bytes) -> int:
    """How many of the bytes could be written; fewer on a full disk."""
    done = 0
    while done < len(data):
        try:
            done += os.write(fd, data[done:])
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            break
    return done
