"""Reads the log of a container from where it was left.

The engine sends one entry for each line (long lines in pieces), with its time. Within a stream these
times only grow, so (time of the last entry, how many had that time) says how far it was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from watchbell.executors.remote import Cursor

_TAIL = 1000  # entries: the engine finds the last ones fast, while "since" alone reads a log from its start
_SLACK = 1.0  # seconds by which an entry of the other stream may lie behind
_NAMES = {1: "out", 2: "err"}
_HEADER = 8


class ContainerLog:
    """What a container has written up to now, after `cursor`. Raises what the SDK raises."""

    def __init__(self, engine: Any, container: str, cursor: Cursor) -> None:
        self._marks = {stream: list(cursor.get(name, (0, 0))) for stream, name in _NAMES.items()}
        self._same = {1: 0, 2: 0}  # entries of this answer that have the time of the mark
        last = max(time for time, _ in self._marks.values())
        since = last / 1e9 - _SLACK if last else 0.0
        # Podman tells whole seconds, which many entries share: there the tail may begin among those.
        tail = _TAIL if last % 1_000_000_000 else None
        self._open(engine, container, since, tail)
        if tail and self._first is not None and not self._was_read(*self._first[:2]):
            self.close()  # more than the tail has come in since
            self._open(engine, container, since, None)

    def _open(self, engine: Any, container: str, since: float, tail: int | None) -> None:
        params = {
            "stdout": 1,
            "stderr": 1,
            "timestamps": 1,
            "follow": 0,
            "tail": tail or "all",
            **({"since": f"{since:.6f}"} if since else {}),
        }
        url = f"{engine.base_url}/v{engine.api_version}/containers/{container}/logs"
        self._answer = engine.get(url, params=params, stream=True, timeout=engine.timeout)
        engine._raise_for_status(self._answer)
        self._entries = self._read_entries()
        self._first: tuple[int, int, bytes] | None = next(self._entries, None)

    @property
    def cursor(self) -> Cursor:
        """After all that was read of it."""
        return {name: list(self._marks[stream]) for stream, name in _NAMES.items() if self._marks[stream][0]}

    def read(self, most: int) -> tuple[list[tuple[int, bytes]], bool]:
        """About `most` bytes as (stream, bytes), and whether that was all."""
        pieces: list[tuple[int, bytearray]] = []
        size = 0
        while size < most:
            if self._first is None:
                self.close()
                return [(stream, bytes(data)) for stream, data in pieces], True
            stream, time, data = self._first
            if self._take(stream, time):
                if not pieces or pieces[-1][0] != stream:
                    pieces.append((stream, bytearray()))
                pieces[-1][1].extend(data)
                size += len(data)
            self._first = next(self._entries, None)
        return [(stream, bytes(data)) for stream, data in pieces], False

    def close(self) -> None:
        self._answer.close()

    def _was_read(self, stream: int, time: int) -> bool:
        """Whether an entry had been read before, for sure."""
        marked, count = self._marks[stream]
        return bool(time < marked or (time == marked and count == 1))

    def _take(self, stream: int, time: int) -> bool:
        """Moves the mark over an entry; False where it had been read before."""
        mark = self._marks[stream]
        if time < mark[0]:
            return False
        if time > mark[0]:
            mark[:] = [time, 1]
            self._same[stream] = 1
            return True
        self._same[stream] += 1
        if self._same[stream] <= mark[1]:
            return False
        mark[1] += 1
        return True

    def _read_entries(self) -> Iterator[tuple[int, int, bytes]]:
        raw = self._answer.raw
        while len(header := _exactly(raw, _HEADER)) == _HEADER:
            data = _exactly(raw, int.from_bytes(header[4:], "big"))
            time, _, content = data.partition(b" ")
            yield 2 if header[0] == 2 else 1, _nanoseconds(time), content


def _exactly(raw: Any, size: int) -> bytes:
    """`size` bytes, or what is left."""
    data = bytearray()
    while len(data) < size and (piece := raw.read(size - len(data))):
        data += piece
    return bytes(data)


def _nanoseconds(stamp: bytes) -> int:
    """RFC 3339 with up to nine digits of a second, as the engine writes it, since 1970."""
    text = stamp.decode("ascii", "replace")
    date, _, rest = text.partition(".")
    digits = rest[: next((n for n, letter in enumerate(rest) if not letter.isdecimal()), len(rest))]
    zone = rest[len(digits) :] if rest else ""
    if not rest and not date.endswith("Z"):  # whole seconds: the zone is still there
        date, zone = date[:19], date[19:]
    return _seconds(date[:19], zone or "Z") * 1_000_000_000 + int(digits.ljust(9, "0")[:9] or 0)


@lru_cache(maxsize=256)
def _seconds(date: str, zone: str) -> int:
    return int(datetime.fromisoformat(date + ("+00:00" if zone == "Z" else zone)).timestamp())
