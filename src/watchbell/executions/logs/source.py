"""The files of one log, as they are at one moment."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import TracebackType
from typing import Self

from watchbell.executions.logs.gap import Gap, read_gap
from watchbell.executions.logs.index import ChunkIndex, Span

SETTLE_SECONDS = 0.2
"""The launcher writes records within milliseconds of the bytes; older bytes will not get one."""

_BLOCK = 256 * 1024
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


class Source:
    """Open files, closed on exit from `with`. A missing log is an empty one.

    `end` is where reading stops: the end of the file, or while the program runs the end of what the
    index covers, so that no byte is shown under a wrong stream or time.
    """

    def __init__(self, log: Path, index: Path, gap: Path, *, running: bool, now: float) -> None:
        self._log = _open(log)
        self._index = _open(index)
        self.running = running
        self.now = now
        status = None if self._log is None else os.fstat(self._log)
        self.size = status.st_size if status else 0
        self.inode = status.st_ino if status else 0
        self.written = status.st_mtime if status else 0.0
        self.settled = not (running and 0 <= now - self.written < SETTLE_SECONDS)
        self.chunks = ChunkIndex(self._index, self._whole())
        self._gap_path = gap
        self.gap: Gap = read_gap(gap, self.size)
        self.end = self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for fd in (self._log, self._index):
            if fd is not None:
                os.close(fd)

    def read(self, start: int, stop: int) -> bytes:
        """Bytes [start, stop); fewer only past the end of the file."""
        if self._log is None or stop <= start:
            return b""
        return os.pread(self._log, stop - start, start)

    def was_cut(self, data: bytes) -> bool:
        """Whether more was cut out while `data` was read, which then may hold zeros instead of output."""
        if not self.running or b"\0" not in data:
            return False
        before, self.gap = self.gap, read_gap(self._gap_path, self.size)
        return self.gap != before

    def newlines(self, start: int, stop: int) -> int:
        """Line ends in what is kept of [start, stop)."""
        return sum(
            self.read(at, min(at + _BLOCK, last)).count(b"\n")
            for first, last in self.gap.kept(start, stop)
            for at in range(first, last, _BLOCK)
        )

    def first_beyond_ascii(self, start: int) -> int | None:
        """The offset of the first kept byte from `start` on that is not ASCII."""
        for first, last in self.gap.kept(start, self.end):
            for at in range(first, last, _BLOCK):
                block = self.read(at, min(at + _BLOCK, last))
                if found := None if block.isascii() else _BEYOND_ASCII.search(block):
                    return at + found.start()
        return None

    def _whole(self) -> Span | None:
        """The log as one piece of stdout."""
        return Span(0, self.size, 1, int(self.written * 1e6)) if self.size and self.settled else None

    def _end(self) -> int:
        covered = self.chunks.end()
        return self.size if self.settled or covered >= self.size else covered


def _open(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
