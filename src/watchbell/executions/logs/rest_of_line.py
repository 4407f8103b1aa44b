"""What follows a piece in its line, for words that go on behind it."""

from __future__ import annotations

from typing import NamedTuple

from watchbell.executions.logs.lines import Piece
from watchbell.executions.logs.source import Source


class Rest(NamedTuple):
    """`is_open`: more of the line may still be written."""

    data: bytes
    is_open: bool


def rest_of_line(source: Source, piece: Piece, most: int) -> Rest:
    """Up to `most` bytes that the stream of `piece` wrote right behind it, without a line end."""
    start, gap = piece.end, source.gap
    stop = min(start + most, gap.start if start <= gap.start < gap.end else source.end)
    data = source.read(start, stop)
    line, newline, _ = data.partition(b"\n")
    if newline:
        line = line.removesuffix(b"\r")
    kept = _of_one_stream(source, piece.stream, start, start + len(line))
    is_open = source.running and not newline and kept == source.end and kept < start + most
    return Rest(line[: kept - start], is_open)


def _of_one_stream(source: Source, stream: int, start: int, stop: int) -> int:
    """The offset up to which [start, stop) is all of `stream`."""
    for span in source.chunks.spans(start, stop, 0):
        if span.stream != stream:
            return span.start
    return stop
