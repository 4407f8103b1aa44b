"""What a reader of logs asks for and gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

Level = Literal["error", "warning", "info", "debug"]
Stream = Literal["stdout", "stderr", "watchbell"]

STREAMS: tuple[Stream, ...] = ("watchbell", "stdout", "stderr")
"""Names by the number an index record carries."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_US = 253_402_300_799_000_000


def stream_name(number: int) -> Stream:
    """The name of a stream; a number nobody assigned counts as stdout."""
    return STREAMS[number] if number < len(STREAMS) else "stdout"


def to_time(time_us: int) -> datetime:
    """Microseconds since the epoch as aware UTC; a damaged record gives the last instant, not an error."""
    return _EPOCH + timedelta(microseconds=min(time_us, _LAST_US))


def to_us(time: datetime) -> int:
    """Aware time as microseconds since the epoch, exact."""
    return (time - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of a log view: a line, or a piece of one.

    `offset` is the byte the piece starts at; `line` counts from 1; `continued` says the piece goes on
    with the line of the piece before it (a line over 4 KiB, or one both streams wrote to). `text` has
    no line end and keeps carriage returns, escape sequences and NUL. `code` is set on rows Watchbell
    itself puts in (`log_gap`), so that a view can word them in its own language; `left_out` is their
    count of bytes.
    """

    line: int
    offset: int
    time: datetime
    stream: Stream
    level: Level | None
    text: str
    continued: bool
    code: str | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Where to read and what to keep.

    The first of `cursor`, `line` (from 1), `tail` (the last so many rows) that is given decides where;
    without any, the log is read from its start. `text` is found in any letter case. `since` and `until`
    are aware and inclusive; they trust that the clock of the machine did not step back while it wrote.
    """

    cursor: str | None = None
    line: int | None = None
    limit: int = 500
    tail: int | None = None
    streams: frozenset[Stream] | None = None
    levels: frozenset[Level] | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some rows, and how to go on.

    `next_cursor` is None only at the end of a log that no longer grows. `complete` is False when the
    page stopped before its limit and before the end: the work for one call was used up, or the newest
    bytes of a running program are held back for a moment, because their line is not finished or their
    time and stream are not written down yet; ask again.
    `log_bytes` is the size of the file with what was left out, `log_dropped` what was left out.
    `total_lines` is None while the lines of a large log are not all counted.
    """

    items: list[LogLine]
    next_cursor: str | None
    log_bytes: int
    log_dropped: int
    total_lines: int | None
    complete: bool
