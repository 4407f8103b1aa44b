"""One page of a log: from a cursor, a line, the end or a time, filtered."""

from __future__ import annotations

from itertools import islice

from watchbell.executions.logs.filters import Filters, filters_of
from watchbell.executions.logs.line_index import LineIndex
from watchbell.executions.logs.model import LogLine, LogPage, LogQuery
from watchbell.executions.logs.position import Position, parse_cursor
from watchbell.executions.logs.scan import Scan
from watchbell.executions.logs.source import Source
from watchbell.executions.logs.tail import last_rows, near

_COUNT_BYTES = 16 * 1024 * 1024
"""Lines counted further on a page that does not need their total."""


def read_page(source: Source, lines: LineIndex, query: LogQuery) -> LogPage:
    """The page `query` asks for. Raises MalformedRequest for a broken cursor."""
    filters = filters_of(query)
    if query.cursor is None and query.line is None and query.tail is not None:
        items, scan, complete = last_rows(source, lines, filters, max(1, query.tail))
        return _page(source, lines, scan, items, complete)
    limit = max(1, query.limit)
    scan = Scan(source, lines, filters, _start(source, lines, filters, query))
    items = list(islice(scan.rows(), limit))
    return _page(source, lines, scan, items, len(items) == limit or scan.at_end)


def _start(source: Source, lines: LineIndex, filters: Filters, query: LogQuery) -> Position:
    if query.cursor is not None:
        return parse_cursor(query.cursor)
    if query.line is not None:
        return lines.position_of(max(1, query.line))
    if filters.since_us is not None:
        return near(source, lines, source.chunks.start_since(filters.since_us, source.end))
    return Position()


def _page(source: Source, lines: LineIndex, scan: Scan, items: list[LogLine], complete: bool) -> LogPage:
    over = not source.running and (scan.at_end or scan.position.offset >= source.size)
    return LogPage(
        items=items,
        next_cursor=None if over else scan.position.cursor(),
        log_bytes=source.size,
        log_dropped=source.gap.size,
        total_lines=lines.total() if lines.extend(_COUNT_BYTES) else None,
        complete=complete and not scan.held and source.end == source.size,
    )
