"""Cuts bytes into lines, and long or interleaved lines into pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from watchbell.executions.logs.index import Span
from watchbell.executions.logs.model import Level
from watchbell.executions.logs.position import Position

MAX_PIECE = 4096
"""Bytes of one piece without its line end; longer lines are folded."""


class Piece(NamedTuple):
    """Bytes [start, end) of one line from one stream; `data` with the line end when `ended`."""

    start: int
    end: int
    line: int
    continued: bool
    ended: bool
    stream: int
    time_us: int
    data: bytes

    def after(self, level: Level | None) -> Position:
        """Where reading goes on behind this piece, which has this `level`."""
        if self.ended:
            return Position(self.end, self.line + 1)
        return Position(self.end, self.line, True, self.stream, level)

    def first(self, size: int) -> Piece:
        """The first `size` bytes of a piece that has not ended."""
        return self._replace(end=self.start + size, data=self.data[:size])


def cut(
    block: bytes, at: Position, spans: list[Span], *, last: bool, whole: Callable[[bytes], int]
) -> Iterator[Piece]:
    """The pieces of `block`, which starts at `at` and is covered by `spans`.

    A piece ends behind a line end, where another stream wrote, or at `MAX_PIECE` before the character
    that would be cut (`whole` tells how many bytes are whole characters). What is left at the end of
    the block is dropped, to be read again, unless this is the `last` block.
    """
    base, size = at.offset, len(block)
    start, line, continued = 0, at.line, at.continued
    number = run_end = 0
    while start < size:
        while spans[number].end - base <= start:
            number += 1
        if start >= run_end:
            run_end = _run_end(spans, number) - base
        end, ended = _piece_end(block, start, run_end, whole)
        if end == size and not ended and not last:
            return
        _, _, stream, time_us = spans[number]
        yield Piece(base + start, base + end, line, continued, ended, stream, time_us, block[start:end])
        start, line, continued = end, line + ended, not ended


def _piece_end(block: bytes, start: int, run_end: int, whole: Callable[[bytes], int]) -> tuple[int, bool]:
    fold = start + MAX_PIECE
    newline = block.find(b"\n", start, min(fold + 1, run_end))
    if newline >= 0:
        return newline + 1, True
    if fold < run_end:
        return start + whole(block[start:fold]), False
    return run_end, False


def _run_end(spans: list[Span], number: int) -> int:
    """Where the run of spans of one stream ends that span `number` belongs to."""
    stream = spans[number].stream
    while number + 1 < len(spans) and spans[number + 1].stream == stream:
        number += 1
    return spans[number].end
