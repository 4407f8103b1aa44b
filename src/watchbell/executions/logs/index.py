"""The time index beside a log: which stream wrote which bytes, and when."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

RECORD = Struct("<QQII")
"""time (microseconds since the epoch), offset, length, stream (0 Watchbell, 1 stdout, 2 stderr)."""

_BATCH = 2048


class Span(NamedTuple):
    """Bytes [start, end) of the log, written by one stream at one time."""

    start: int
    end: int
    stream: int
    time_us: int


class ChunkIndex:
    """Reads records from an open index file in constant memory. A torn last record is not there yet.

    `otherwise` stands for the records of a log that has none: the launcher writes none for a single
    piece of stdout.
    """

    def __init__(self, fd: int | None, otherwise: Span | None) -> None:
        records = 0 if fd is None else os.fstat(fd).st_size // RECORD.size
        self._fd = fd if records else None
        self._otherwise = otherwise
        self.count = records or int(otherwise is not None)

    def end(self) -> int:
        """The offset after the last byte that has a record."""
        return self.at(self.count - 1).end if self.count else 0

    def at(self, number: int) -> Span:
        return next(self.forward(number, 1))

    def find(self, offset: int) -> int:
        """The number of the last record that starts at or before `offset`; -1 when none does."""
        return bisect_right(range(self.count), offset, key=lambda number: self.at(number).start) - 1

    def start_since(self, time_us: int, otherwise: int) -> int:
        """The offset of the first record written at `time_us` or later; `otherwise` when none is."""
        number = bisect_left(range(self.count), time_us, key=lambda number: self.at(number).time_us)
        return self.at(number).start if number < self.count else otherwise

    def start_after(self, time_us: int, otherwise: int) -> int:
        """The offset of the first record written later than `time_us`; `otherwise` when none is."""
        return self.start_since(time_us + 1, otherwise)

    def forward(self, first: int, batch: int = _BATCH) -> Iterator[Span]:
        if self._fd is None:
            if self._otherwise and first <= 0:
                yield self._otherwise
            return
        for number in range(max(first, 0), self.count, batch):
            size = min(batch, self.count - number) * RECORD.size
            for time_us, offset, length, stream in RECORD.iter_unpack(
                os.pread(self._fd, size, number * RECORD.size)
            ):
                yield Span(offset, offset + length, stream, time_us)

    def backward(self, last: int, batch: int = _BATCH) -> Iterator[Span]:
        """Records from number `last` down to the first."""
        while last >= 0:
            first = max(0, last - batch + 1)
            records = [
                span for span, _ in zip(self.forward(first, batch), range(first, last + 1), strict=False)
            ]
            yield from reversed(records)
            last = first - 1

    def spans(self, start: int, stop: int, otherwise_us: int) -> list[Span]:
        """Spans that cover [start, stop) without hole or overlap.

        Bytes without a record (a crash or a full disk came between) go to the stream before them, at
        the time `otherwise_us`.
        """
        found: list[Span] = []
        at, stream = start, 1
        for span in self.forward(self.find(start)):
            if span.start >= stop:
                break
            if span.start > at:
                found.append(Span(at, span.start, stream, otherwise_us))
                at = span.start
            stream = span.stream
            if span.end > at:
                found.append(Span(at, min(span.end, stop), stream, span.time_us))
                at = found[-1].end
        if at < stop:
            found.append(Span(at, stop, stream, otherwise_us))
        return found
