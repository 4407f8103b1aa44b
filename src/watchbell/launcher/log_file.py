"""The log of one execution: the bytes as the program wrote them, in order of arrival of both streams."""

from __future__ import annotations

import contextlib
import os
from time import time_ns

from watchbell.launcher.log_cap import LogCap
from watchbell.launcher.log_index import LogIndex

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND


class LogFile:
    """Appends for as long as the disk takes it; what cannot be kept is counted, never an error."""

    __slots__ = ("_cap", "_fd", "_index", "_index_path", "_lost", "_path", "size")

    def __init__(self, path: str, index_path: str, limit: int) -> None:
        self._path = path
        self._index_path = index_path
        self._index = LogIndex(index_path)
        self._cap = LogCap(path, limit)
        self._lost = 0
        self.size = 0
        self._fd = -1
        self._open()

    @property
    def dropped(self) -> int:
        """Bytes the program wrote that are not in the file."""
        return self._lost + self._cap.dropped

    def _open(self) -> None:
        try:
            try:
                self._fd = os.open(self._path, _FLAGS, 0o600)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
                self._fd = os.open(self._path, _FLAGS, 0o600)
            self.size = os.fstat(self._fd).st_size
        except OSError:
            self._fd = -1

    def append(self, data: memoryview, stream: int) -> None:
        written = self._write(data)
        if written:
            self._index.add(time_ns() // 1000, self.size, written, stream)
            self.size += written
        self._lost += len(data) - written
        if self._cap.due(self.size):
            self._cap.punch(self._fd, self.size)

    def _write(self, data: memoryview) -> int:
        written = 0
        if self._fd < 0 or (not self._cap.supported and self.size >= self._cap.limit):
            return 0
        try:
            while written < len(data):
                written += os.write(self._fd, data[written:])
        except OSError:
            pass
        return written

    def flush(self) -> None:
        """Bring the index up to date; begin anew where somebody removed the file."""
        self._ensure_file()
        self._index.flush()

    def _ensure_file(self) -> None:
        if self._fd < 0:
            self._open()
        elif os.fstat(self._fd).st_nlink == 0:
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._lost += self.size
        os.close(self._fd)
        with contextlib.suppress(OSError):
            os.unlink(self._index_path)
        self._index = LogIndex(self._index_path)
        self._cap = LogCap(self._path, self._cap.limit)
        self._open()

    def close(self) -> None:
        if self.size - self._cap.dropped > self._cap.limit:
            self._cap.punch(self._fd, self.size)
        self._ensure_file()
        self._index.close()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
