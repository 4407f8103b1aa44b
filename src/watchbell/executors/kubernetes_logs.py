"""The log of a container, read on from a cursor.

The API takes a time, in whole seconds, from which on to tell; each line then begins with its own exact
time. The cursor is the time of the line that was read last, how many whole lines of that very time were
read, and how many bytes of the one after: so nothing is told twice, and nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

_STAMP = re.compile(rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ")
_LONGEST_STAMP = 36
_DOCKERS_PIECE = 16 * 1024  # Docker cuts longer lines, and begins each piece with its time
ENOUGH = 1024 * 1024
"""Bytes of a log that are read at once."""

Moment = tuple[int, int]  # seconds since 1970, nanoseconds


def since(cursor: dict[str, Any]) -> dict[str, str]:
    """The parameters of the request that reads on."""
    if not cursor:
        return {"timestamps": "true"}
    instant = datetime.fromtimestamp(cursor["at"][0], UTC)
    return {"timestamps": "true", "sinceTime": instant.strftime("%Y-%m-%dT%H:%M:%SZ")}


class Reader:
    """Takes what the API tells, gives what is new, and moves the cursor."""

    def __init__(self, cursor: dict[str, Any]) -> None:
        at = cursor.get("at") or (0, 0)
        self._at: Moment = (at[0], at[1])
        self._lines: int = cursor.get("lines", 0)
        self._bytes: int = cursor.get("bytes", 0)
        self._seen = 0  # whole lines of the cursor's own time that came by
        self._held = b""  # the beginning of a line whose time is not whole yet
        self._is_new = False  # what is to be done with the line in progress
        self._is_inside = False
        self._skip = 0
        self._passes = not cursor
        self._column = 0  # bytes of the line in progress that came by
        self._line_at = self._at
        self._next = 0

    def read(self, pieces: Iterable[bytes], most: int = ENOUGH) -> tuple[bytes, bool]:
        """What is new, and whether there is more than `most` bytes of it."""
        found = bytearray()
        for piece in pieces:
            found += self._take(piece)
            if len(found) >= most:
                return bytes(found), True
        if self._is_inside and self._held:  # no time stamp after all
            found += self._told(self._held, 0)
        return bytes(found), False

    @property
    def cursor(self) -> dict[str, Any]:
        return {"at": list(self._at), "lines": self._lines, "bytes": self._bytes} if self._at[0] else {}

    def _take(self, piece: bytes) -> bytes:
        data, self._held = self._held + piece, b""
        found = bytearray()
        start = 0
        while start < len(data):
            stamp = _STAMP.match(data, start) if self._column % _DOCKERS_PIECE == 0 else None
            if self._column % _DOCKERS_PIECE == 0 and stamp is None and _may_be_cut(data, start):
                self._held = data[start:]
                break
            if not self._is_inside:
                self._begin(_moment(stamp) if stamp else self._at)
            elif stamp and not self._is_dockers(stamp):
                stamp = None
            start = stamp.end() if stamp else start
            found += self._told(data, start)
            start = self._next
        return bytes(found)

    def _told(self, data: bytes, start: int) -> bytes:
        """What is new of the line at `start`, up to its end or to where Docker would cut it."""
        stop = start + _DOCKERS_PIECE - self._column % _DOCKERS_PIECE
        end = data.find(b"\n", start, stop) + 1
        part = data[start : end or stop]
        self._next = start + len(part)
        self._column = 0 if end else self._column + len(part)
        return self._part(part, is_whole=bool(end))

    def _is_dockers(self, stamp: re.Match[bytes]) -> bool:
        """Whether the node put it there; a program may write times too, but hardly this one at this place."""
        return 0 <= _moment(stamp)[0] - self._line_at[0] < 3600

    def _begin(self, at: Moment) -> None:
        self._is_inside, self._skip, self._line_at = True, 0, at
        if self._passes or at > self._at:
            self._passes, self._is_new = True, True
            if at != self._at:
                self._at, self._lines = max(at, self._at), 0
            self._bytes = 0
        else:
            self._is_new = at == self._at and self._seen >= self._lines
            self._passes = self._is_new
            self._skip = self._bytes if self._is_new else 0
            self._seen += at == self._at

    def _part(self, data: bytes, *, is_whole: bool) -> bytes:
        self._is_inside = not is_whole
        if not self._is_new:
            return b""
        told, self._skip = data[self._skip :], max(0, self._skip - len(data))
        self._bytes = 0 if is_whole else self._bytes + len(told)
        self._lines += is_whole
        return told


def _may_be_cut(data: bytes, start: int) -> bool:
    """Whether a time stamp may begin here whose rest has not come yet."""
    return len(data) - start < _LONGEST_STAMP and b"\n" not in data[start:]


def _moment(stamp: re.Match[bytes]) -> Moment:
    day, fraction, zone = (part.decode() if part else "" for part in stamp.groups())
    seconds = datetime.fromisoformat(day + zone.replace("Z", "+00:00")).timestamp()
    return int(seconds), int(fraction.ljust(9, "0") or 0)
