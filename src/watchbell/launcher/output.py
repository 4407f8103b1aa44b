"""Reads one pipe of a program into its log."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchbell.launcher.log_file import LogFile
    from watchbell.launcher.loop import Loop, Timer

_PIECE = 64 * 1024
_FLOOD_AFTER = 8  # full reads in a row
_FLOOD_PIPE = 1024 * 1024
_LAST_WORDS = 2 * _FLOOD_PIPE
_LONGEST_HELD = 4096
_HELD_FOR = 0.03  # seconds
_F_SETPIPE_SZ = 1031

# One buffer for all: the loop has one thread, and a piece is written before the next one is read.
_buffer = bytearray(_PIECE)
_view = memoryview(_buffer)


class Output:
    """Reads at most one piece a turn, so that a flood delays nobody. `changed` is called after each.

    The beginning of a line waits a moment for its end: many programs write the two one after the other, and
    what they write to their other stream meanwhile would land in the middle of the line.
    """

    __slots__ = ("_changed", "_full", "_held", "_log", "_loop", "_stream", "_timer", "fd")

    def __init__(self, loop: Loop, fd: int, log: LogFile, stream: int, changed: Callable[[], None]) -> None:
        self.fd = fd
        self._loop = loop
        self._log = log
        self._stream = stream
        self._changed = changed
        self._full = 0
        self._held = b""
        self._timer: Timer | None = None
        os.set_blocking(fd, False)
        loop.watch(fd, self._on_readable)

    def _on_readable(self, mask: int) -> None:
        self._read()
        self._changed()

    def _read(self) -> int:
        held = len(self._held)
        _buffer[:held] = self._held
        try:
            count = os.readv(self.fd, [_view[held:]])
        except BlockingIOError:
            return 0
        if not count:
            self.close()
            return 0
        self._keep(held + count)
        self._full = self._full + 1 if held + count == _PIECE else 0
        if self._full == _FLOOD_AFTER:
            self._widen()
        return count

    def _keep(self, size: int) -> None:
        """Writes the lines in the buffer, and holds what may be the beginning of one more."""
        end = size
        if _buffer[size - 1] not in b"\r\n":
            start = max(0, size - _LONGEST_HELD)
            end = max(_buffer.rfind(b"\n", start, size), _buffer.rfind(b"\r", start, size)) + 1
            if not end and start:
                end = size
        self._held = bytes(_view[end:size])
        if end:
            self._log.append(_view[:end], self._stream)
        if self._held and self._timer is None:
            self._timer = self._loop.call_later(_HELD_FOR, self._on_time)

    def _on_time(self) -> None:
        self._timer = None
        if self._held:
            self._let_go()
            self._changed()

    def _let_go(self) -> None:
        held, self._held = self._held, b""
        self._log.append(memoryview(held), self._stream)

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
        if self._timer is not None:
            self._loop.cancel(self._timer)
            self._timer = None
        if self._held:
            self._let_go()
        if self.fd >= 0:
            self._loop.forget(self.fd)
            os.close(self.fd)
            self.fd = -1
