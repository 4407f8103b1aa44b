"""Reads one pipe of a program into its log."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchbell.launcher.log_file import LogFile
    from watchbell.launcher.loop import Loop

_PIECE = 64 * 1024
_FLOOD_AFTER = 8  # full reads in a row
_FLOOD_PIPE = 1024 * 1024
_LAST_WORDS = 2 * _FLOOD_PIPE
_F_SETPIPE_SZ = 1031

# One buffer for all: the loop has one thread, and a piece is written before the next one is read.
_buffer = bytearray(_PIECE)
_view = memoryview(_buffer)


class Output:
    """Reads at most one piece a turn, so that a flood delays nobody. `changed` is called after each."""

    __slots__ = ("_changed", "_full", "_log", "_loop", "_stream", "fd")

    def __init__(self, loop: Loop, fd: int, log: LogFile, stream: int, changed: Callable[[], None]) -> None:
        self.fd = fd
        self._loop = loop
        self._log = log
        self._stream = stream
        self._changed = changed
        self._full = 0
        os.set_blocking(fd, False)
        loop.watch(fd, self._on_readable)

    def _on_readable(self, mask: int) -> None:
        self._read()
        self._changed()

    def _read(self) -> int:
        try:
            count = os.readv(self.fd, [_buffer])
        except BlockingIOError:
            return 0
        if not count:
            self.close()
            return 0
        self._log.append(_view[:count], self._stream)
        self._full = self._full + 1 if count == _PIECE else 0
        if self._full == _FLOOD_AFTER:
            self._widen()
        return count

    def _widen(self) -> None:
        try:
            fcntl.fcntl(self.fd, _F_SETPIPE_SZ, _FLOOD_PIPE)
        except OSError:  # the user's share of pipe memory is used up: it works as it is, only slower
            return

    def drain(self) -> None:
        """Take what is in the pipe now; whoever still holds it cannot keep us here."""
        total = 0
        while self.fd >= 0 and total < _LAST_WORDS:
            count = self._read()
            if not count:
                break
            total += count

    def close(self) -> None:
        if self.fd >= 0:
            self._loop.forget(self.fd)
            os.close(self.fd)
            self.fd = -1
