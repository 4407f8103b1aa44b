"""Line numbers to offsets and back, by counts of line ends per block, kept beside the log."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import accumulate
from pathlib import Path

from watchbell.executions.logs import line_cache
from watchbell.executions.logs.decode import SAMPLE, Encoding, decide
from watchbell.executions.logs.line_cache import BLOCK
from watchbell.executions.logs.position import Position
from watchbell.executions.logs.source import Source

_SAVE_AFTER = 16
"""Blocks (4 MiB) worth writing down; counting fewer again is as fast as reading the cache."""


class LineIndex:
    """Counts what it has not counted yet, remembers it in the `.lines` file, and answers by bisection.

    What was cut out counts as lines of its own: one that closes the line the cut left open, if it did,
    and one for the row that tells of the gap.
    """

    def __init__(self, source: Source, path: Path) -> None:
        self._source = source
        self._path = path
        self._cache = line_cache.load(path, source.inode, source.size)
        self._sums: list[int] | None = None
        self._encoding: Encoding | None = None

    def extend(self, budget: int | None = None) -> bool:
        """Counts further, at most `budget` bytes; True when every full block is counted."""
        cache, source = self._cache, self._source
        wanted = source.size // BLOCK
        have = len(cache.counts)
        until = wanted if budget is None else min(wanted, have + budget // BLOCK)
        for number in range(have, until):
            cache.counts.append(source.newlines(number * BLOCK, (number + 1) * BLOCK))
            self._sums = None
        if until - have >= _SAVE_AFTER:
            line_cache.save(self._path, cache)
        return until == wanted

    def encoding(self) -> Encoding:
        """The encoding of the whole log, decided at its first bytes that are not ASCII."""
        if self._encoding is None:
            self._encoding = self._cache.encoding or self._decide()
        return self._encoding

    def _decide(self) -> Encoding:
        cache, source = self._cache, self._source
        known = cache.ascii_until
        first = source.first_beyond_ascii(known)
        if first is None:
            return "utf-8"
        stop = source.gap.start if first < source.gap.start else source.end
        sample = source.read(first, min(first + SAMPLE, stop))
        encoding = decide(sample)
        cache.ascii_until = first - first % BLOCK
        cache.encoding = encoding if len(sample) == SAMPLE else None
        if first - known >= _SAVE_AFTER * BLOCK:
            line_cache.save(self._path, cache)
        return encoding

    def total(self) -> int:
        """How many lines there are, an unfinished last one included."""
        size = self._source.size
        if not size:
            return 0
        line = self.line_at(size)
        closed = size == self._source.gap.end or self._source.read(size - 1, size) == b"\n"
        return line - 1 if closed else line

    def line_at(self, offset: int) -> int:
        """The number of the line that the byte at `offset` is in; `offset` is not inside the gap."""
        sums = self._counted()
        block = min(offset // BLOCK, len(sums))
        before = (sums[block - 1] if block else 0) + self._source.newlines(block * BLOCK, offset)
        return 1 + before + (self._extra() if self._gap_ends_by(offset) else 0)

    def position_of(self, line: int) -> Position:
        """Where line number `line` starts; the end of the log when there are fewer lines."""
        gap = self._source.gap
        gap_line = self.line_at(gap.start) + self._extra() - 1 if gap.size else 0
        if gap.size and line == gap_line:
            return Position(gap.start, line)
        if gap.size and line == gap_line + 1:
            return Position(gap.end, line)
        behind = self._extra() if gap.size and line > gap_line else 0
        offset = self._behind_newline(line - 1 - behind)
        if offset is None:
            return self.end()
        return Position(offset, line)

    def end(self) -> Position:
        """Behind the last byte."""
        line = self.line_at(self._source.size)
        return Position(self._source.size, line, continued=line == self.total())

    def _behind_newline(self, nth: int) -> int | None:
        """The offset behind the `nth` line end of the log (0: its start), None when there are fewer."""
        if nth <= 0:
            return 0
        sums = self._counted()
        block = bisect_left(sums, nth)
        nth -= sums[block - 1] if block else 0
        for first, last in self._source.gap.kept(block * BLOCK, min((block + 1) * BLOCK, self._source.size)):
            data = self._source.read(first, last)
            here = data.count(b"\n")
            if nth <= here:
                return first + _behind(data, nth)
            nth -= here
        return None

    def _extra(self) -> int:
        gap = self._source.gap
        left_open = gap.start > 0 and self._source.read(gap.start - 1, gap.start) != b"\n"
        return 2 if left_open else 1

    def _gap_ends_by(self, offset: int) -> bool:
        gap = self._source.gap
        return bool(gap.size) and offset >= gap.end

    def _counted(self) -> list[int]:
        """Sums of line ends up to the end of each full block, without those that were cut out since."""
        self.extend()
        if self._sums is None:
            counts: array[int] = array("I", self._cache.counts)
            gap = self._source.gap
            if gap.size:
                for number in range(gap.start // BLOCK, min(gap.end // BLOCK + 1, len(counts))):
                    counts[number] = self._source.newlines(number * BLOCK, (number + 1) * BLOCK)
            self._sums = list(accumulate(counts))
        return self._sums


def _behind(data: bytes, nth: int) -> int:
    """The index behind the `nth` line end in `data`, found by halving so that the work is in C."""
    start, stop = 0, len(data)
    while stop - start > 512:
        middle = (start + stop) // 2
        here = data.count(b"\n", start, middle)
        if nth <= here:
            stop = middle
        else:
            start, nth = middle, nth - here
    for _ in range(nth):
        start = data.index(b"\n", start) + 1
    return start
