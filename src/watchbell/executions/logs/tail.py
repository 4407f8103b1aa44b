"""The last rows of a log, read from its end."""

from __future__ import annotations

from collections import deque
from time import monotonic

from watchbell.executions.logs.characters import character_near
from watchbell.executions.logs.filters import Filters
from watchbell.executions.logs.line_index import LineIndex
from watchbell.executions.logs.lines import MAX_PIECE
from watchbell.executions.logs.model import LogLine
from watchbell.executions.logs.position import Position
from watchbell.executions.logs.scan import WORK_BYTES, WORK_SECONDS, Scan
from watchbell.executions.logs.source import Source

_WINDOW = 1024 * 1024
_BACK = 64 * 1024
"""How far back to look for the start of a line; a longer line is entered in its middle."""


def last_rows(
    source: Source, lines: LineIndex, filters: Filters, count: int
) -> tuple[list[LogLine], Scan, bool]:
    """Up to `count` wanted rows in order, the scan that read the end, and whether all was looked at."""
    if filters == Filters():
        scan = Scan(source, lines, filters, _rows_before_end(source, lines, count))
        return _last_of(scan, count), scan, True
    return _search_back(source, lines, filters, count)


def near(source: Source, lines: LineIndex, offset: int) -> Position:
    """A place at or shortly before `offset` to read from: the start of a line where there is one."""
    gap = source.gap
    if gap.holds(offset):
        return lines.position_of(lines.line_at(gap.end) - 1)
    floor = gap.end if offset >= gap.end else 0
    start = max(floor, offset - _BACK)
    newline = source.read(start, offset).rfind(b"\n")
    if newline >= 0 or start == floor:
        start += newline + 1
        return Position(start, lines.line_at(start))
    offset = character_near(source, offset, floor, lines.encoding())
    return Position(offset, lines.line_at(offset), continued=True)


def _rows_before_end(source: Source, lines: LineIndex, count: int) -> Position:
    """So many lines before the end, but not more bytes than so many full rows have."""
    start = lines.position_of(max(1, lines.total() - count + 1))
    farthest = source.end - count * MAX_PIECE
    return start if start.offset >= farthest else near(source, lines, farthest)


def _search_back(
    source: Source, lines: LineIndex, filters: Filters, count: int
) -> tuple[list[LogLine], Scan, bool]:
    """Window by window from the end, until enough is found or the work of one call is used up."""
    deadline = monotonic() + WORK_SECONDS
    floor = 0 if filters.since_us is None else source.chunks.start_since(filters.since_us, source.end)
    found: list[LogLine] = []
    newest: Scan | None = None
    end = last = _end_of_interest(source, filters)
    while True:
        start = near(source, lines, max(0, end - _WINDOW))
        scan = Scan(source, lines, filters, start, stop=end)
        found = _last_of(scan, count - len(found)) + found
        newest, end = newest or scan, start.offset
        if len(found) >= count or end <= floor:
            return found, newest, True
        if last - end >= WORK_BYTES or monotonic() > deadline:
            return found, newest, False


def _end_of_interest(source: Source, filters: Filters) -> int:
    """The end of the line that was being written at the time asked for as the last."""
    if filters.until_us is None:
        return source.end
    after = source.chunks.start_after(filters.until_us, source.end)
    newline = source.read(after, min(after + _BACK, source.end)).find(b"\n")
    return after + newline + 1 if newline >= 0 else source.end


def _last_of(scan: Scan, count: int) -> list[LogLine]:
    return list(deque(scan.rows(work_bytes=scan.source.size, work_seconds=60), maxlen=count))
