"""Keeps a log below its cap: its first half and its newest half stay, the middle goes back to the disk."""

from __future__ import annotations

import os

from watchbell.launcher.protocol import encode
from watchbell.launcher.syscalls import punch_hole

_BLOCK = 4096


class LogCap:
    """`punch` makes the hole. Offsets stay true; `<log>.gap` tells readers which bytes are gone."""

    __slots__ = ("_gap_path", "_slack", "_tail", "end", "limit", "start", "supported")

    def __init__(self, log_path: str, limit: int) -> None:
        self.limit = limit
        self._tail = limit - limit // 2
        self._slack = max(64 * 1024, limit // 16)
        self._gap_path = log_path.removesuffix(".log") + ".gap"
        self.start = -(-(limit // 2) // _BLOCK) * _BLOCK
        self.end = self.start
        self.supported = True

    @property
    def dropped(self) -> int:
        """Bytes in the hole."""
        return self.end - self.start

    def due(self, size: int) -> bool:
        return size - self.dropped > self.limit + self._slack

    def punch(self, fd: int, size: int) -> None:
        """Raise the hole's end so that the kept bytes fit the cap again."""
        end = (size - self._tail) // _BLOCK * _BLOCK
        if not self.supported or end <= self.end:
            return
        try:
            # Told before it is done: a reader must never take the zeros of a hole for output.
            self._tell(end)
            punch_hole(fd, self.end, end - self.end)
            self.end = end
        except OSError:
            self.supported = False
            self._tell_again()

    def _tell(self, end: int) -> None:
        temporary = self._gap_path + ".new"
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(fd, encode({"from": self.start, "to": end}))
        finally:
            os.close(fd)
        os.rename(temporary, self._gap_path)

    def _tell_again(self) -> None:
        try:
            if self.dropped:
                self._tell(self.end)
            else:
                os.unlink(self._gap_path)
        except OSError:
            return
