"""Standard output alone, out of a log that holds both streams. Memory is bounded by what is asked for."""

from __future__ import annotations

from time import time
from typing import NamedTuple

from watchbell.executions.logs.source import Source
from watchbell.executions.logs.store import LogPaths

_STDOUT = 1


class Piece(NamedTuple):
    """`whole`: nothing is missing before `data`. `end`: the offset in the log up to which it was read."""

    data: bytes
    whole: bool
    end: int


def stdout_tail(paths: LogPaths, most: int, *, since: int = 0, until: int | None = None) -> Piece:
    """The last `most` bytes of standard output among the bytes [since, until) of the log."""
    with Source(paths.log, paths.index, paths.gap, running=False, now=time()) as source:
        end = source.size if until is None else min(until, source.size)
        if source.chunks.count:  # bytes whose record is still to come would go to the wrong stream
            end = min(end, source.chunks.end())
        pieces: list[bytes] = []
        left = most
        first = since
        whole = True
        for span in source.chunks.backward(source.chunks.count - 1):
            if span.end <= since:
                break
            if span.stream != _STDOUT or span.start >= end:
                continue
            if source.gap.size and span.start < source.gap.end:
                whole = False
                since = max(since, source.gap.end)
            start = max(span.start, since, min(span.end, end) - left)
            whole = whole and start == max(span.start, since)
            pieces.append(source.read(start, min(span.end, end)))
            left -= len(pieces[-1])
            if left <= 0:
                whole = whole and start <= first
                break
        return Piece(b"".join(reversed(pieces)), whole, end)
