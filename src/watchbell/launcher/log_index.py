"""The index beside a log: when each piece of it arrived, and from which stream.

Records are `<QQII`: microseconds since 1970, offset, length, stream (1 = stdout, 2 = stderr).
A log that is a single piece of stdout has no index: the time of its file says the same, and making
a second file costs a short run more than anything else the launcher does for it.
"""

from __future__ import annotations

import os
from struct import Struct

RECORD = Struct("<QQII")
STDOUT = 1
MERGE_WITHIN_US = 5_000
LONGEST_PIECE = 1024 * 1024
_FLUSH_AT = 64 * 1024


class LogIndex:
    """Gathers records, merging what arrives on one stream within 5 ms; `flush` writes them."""

    __slots__ = ("_length", "_offset", "_path", "_ready", "_size", "_stream", "_time")

    def __init__(self, path: str) -> None:
        self._path = path
        self._ready = bytearray()
        self._size = -1
        self._length = 0
        self._time = self._offset = self._stream = 0

    def add(self, time_us: int, offset: int, length: int, stream: int) -> None:
        if (
            stream == self._stream
            and time_us - self._time <= MERGE_WITHIN_US
            and self._length
            and self._length + length <= LONGEST_PIECE
        ):
            self._length += length
            return
        self._finish_piece()
        self._time, self._offset, self._length, self._stream = time_us, offset, length, stream
        if len(self._ready) > _FLUSH_AT:
            self.flush()

    def _finish_piece(self) -> None:
        if self._length:
            self._ready += RECORD.pack(self._time, self._offset, self._length, self._stream)
            self._length = 0

    def close(self) -> None:
        """Write what is left, unless it is all there is and the log itself tells it."""
        is_single = self._size < 0 and not self._ready and self._offset == 0
        if not (is_single and self._stream == STDOUT):
            self.flush()

    def flush(self) -> None:
        """Write everything gathered. On a full disk the records wait for the next call."""
        self._finish_piece()
        if not self._ready:
            return
        try:
            fd = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        except OSError:
            self._forget_much()
            return
        try:
            if self._size < 0:
                self._size = os.fstat(fd).st_size // RECORD.size * RECORD.size
            written = os.pwrite(fd, self._ready, self._size) // RECORD.size * RECORD.size
            self._size += written
            del self._ready[:written]
        except OSError:
            self._forget_much()
        finally:
            os.close(fd)

    def _forget_much(self) -> None:
        if len(self._ready) > 16 * _FLUSH_AT:
            self._ready.clear()
