"""The launcher's memory on disk: JSON lines, cut down to what still matters when there are many.

`start` is written before a program exists, `finished` is synced before anyone hears of it: whatever is killed
at whatever moment, the next launcher knows what may be running and what nobody has acknowledged.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from watchbell.launcher import protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

LARGE = 16 * 1024 * 1024
RESERVE = 1024 * 1024


class Journal:
    """Appends in groups: `add` gathers, `flush` writes all of it in one call.

    The file is longer than `size`: zeros are written ahead, because a sync that need not change the length of
    a file is three times faster on ext4. They are also what is left to write on when the disk is full.
    """

    def __init__(self, path: str | PurePath) -> None:
        self._path = str(path)
        self._lines: list[bytes] = []
        self._open()

    def _open(self) -> None:
        self.fd = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        self.size = self._reserved = os.fstat(self.fd).st_size

    def add(self, line: bytes) -> None:
        self._lines.append(line)

    def flush(self) -> None:
        """Write what was gathered: it survives the launcher, and with a sync of `fd` the machine.

        Raises OSError (disk full); nothing is forgotten then, a later flush goes on where this one stopped.
        """
        data = b"".join(self._lines)
        if self.size + len(data) > self._reserved:
            self._reserve(len(data))
        try:
            while data:
                written = os.pwrite(self.fd, data, self.size)
                self.size += written
                data = data[written:]
        finally:
            self._lines = [data] if data else []

    def _reserve(self, length: int) -> None:
        start = max(self.size, self._reserved)
        with suppress(OSError):  # the lines themselves may still fit
            self._reserved = start + os.pwrite(self.fd, bytes(length + RESERVE), start)

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Replace everything by `lines`, at once or not at all. Raises OSError."""
        temporary = self._path + ".new"
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            _write_all(fd, b"".join(lines))
            os.fsync(fd)
        finally:
            os.close(fd)
        os.rename(temporary, self._path)
        _sync_directory(os.path.dirname(self._path))
        os.close(self.fd)
        self._open()


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


def _sync_directory(path: str) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def read(path: str | PurePath) -> Iterator[protocol.Message]:
    """Every whole record; a line torn by a crash or a power cut is left out."""
    with suppress(FileNotFoundError), open(path, "rb") as file:
        for line in file:
            with suppress(protocol.ProtocolError):
                yield protocol.decode(line)
