"""Goes through a log piece by piece and keeps the rows a query wants, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from watchbell.executions.logs.decode import Encoding, decode, whole
from watchbell.executions.logs.filters import Filters
from watchbell.executions.logs.levels import detect
from watchbell.executions.logs.line_index import LineIndex
from watchbell.executions.logs.lines import Piece, cut
from watchbell.executions.logs.model import Level, LogLine, stream_name, to_time
from watchbell.executions.logs.position import Position
from watchbell.executions.logs.rest_of_line import rest_of_line
from watchbell.executions.logs.seams import mend
from watchbell.executions.logs.source import SETTLE_SECONDS, Source
from watchbell.messages import MESSAGES

WORK_BYTES = 64 * 1024 * 1024
WORK_SECONDS = 0.5
"""What one call may cost before it hands back a cursor instead of more rows."""

_FIRST_BLOCK = 64 * 1024
_CLOSE_BLOCK = 8 * 1024
_LARGEST_BLOCK = 256 * 1024


class Scan:
    """Reads from `position` to `stop`; `position` moves along and is where to go on afterwards.

    `at_end`: everything up to `stop` was read. `held`: an unfinished line of a running program is left
    for later. With neither, the caller took enough or the work of one call was used up.
    Words that go on behind a piece belong to the piece they begin in.
    """

    def __init__(
        self, source: Source, lines: LineIndex, filters: Filters, position: Position, stop: int | None = None
    ) -> None:
        self.source = source
        self.position = position
        self.held = False
        self.at_end = False
        self._lines = lines
        self._filters = filters
        self._stop = source.end if stop is None else stop
        self._past = (
            source.end
            if filters.until_us is None
            else source.chunks.start_after(filters.until_us, source.end)
        )
        self._final = not source.running or self._stop < source.end
        self._block = _FIRST_BLOCK

    def rows(self, work_bytes: int = WORK_BYTES, work_seconds: float = WORK_SECONDS) -> Iterator[LogLine]:
        """The wanted rows. Take as many as needed; `position` is behind the last one taken."""
        first, deadline = self.position.offset, monotonic() + work_seconds
        while not (self.held or self.at_end):
            if self.position.offset - first >= work_bytes or monotonic() > deadline:
                return
            yield from self._step()

    def _step(self) -> Iterator[LogLine]:
        gap, at = self.source.gap, self.position.offset
        if at >= min(self._stop, self._past):
            self.at_end = True
        elif gap.holds(at):
            yield from self._gap_row()
        else:
            segment = min(gap.start, self._stop) if at < gap.start else self._stop
            yield from self._block_rows(segment)

    def _block_rows(self, segment: int) -> Iterator[LogLine]:
        stop = min(self.position.offset + self._block, segment)
        self._block = min(2 * self._block, _LARGEST_BLOCK)
        data = self.source.read(self.position.offset, stop)
        if not data:
            self.at_end = True
        elif not self.source.was_cut(data) and not self._skip(data):
            yield from self._piece_rows(data, segment)

    def _skip(self, data: bytes) -> bool:
        """Moves past lines that cannot be wanted without cutting them; True when there were any."""
        if not self._filters.searches or self.position.continued:
            return False
        chance = self._filters.first_chance(data, self._encoding_of(data))
        size = data.rfind(b"\n", 0, chance) + 1
        if not size:
            return False
        if chance < len(data):
            self._block = _CLOSE_BLOCK
        self.position = Position(self.position.offset + size, self.position.line + data.count(b"\n", 0, size))
        return True

    def _encoding_of(self, data: bytes) -> Encoding:
        return "utf-8" if data.isascii() else self._lines.encoding()

    def _piece_rows(self, data: bytes, segment: int) -> Iterator[LogLine]:
        at = self.position
        stop = at.offset + len(data)
        spans = self.source.chunks.spans(at.offset, stop, int(self.source.written * 1_000_000))
        for piece in cut(data, at, spans, last=stop == segment, whole=self._whole):
            if piece.end == self._stop and not (piece.ended or self._final):
                yield from self._unfinished(piece)
            else:
                yield from self._take(piece)
            if self.held:
                return

    def _unfinished(self, piece: Piece) -> Iterator[LogLine]:
        """Shows the last line of a running program once it is old enough, up to its last whole character."""
        young = 0 <= self.source.now - piece.time_us / 1_000_000 < SETTLE_SECONDS
        size = 0 if young else self._whole(piece.data)
        if size:
            yield from self._take(piece.first(size))
        self.held = self.held or size < len(piece.data)

    def _take(self, piece: Piece) -> Iterator[LogLine]:
        level, row = self._row(piece)
        if self.held:
            return
        self.position = piece.after(level)
        if row is not None:
            yield row

    def _row(self, piece: Piece) -> tuple[Level | None, LogLine | None]:
        """The level that holds for the rest of the line, and the row when it is wanted."""
        wanted = self._filters.written(piece.stream, piece.time_us)
        if not wanted and piece.ended:
            return None, None
        text = self._text(piece)
        before = self.position
        if piece.ended and not self._filters.has_words(text):
            return None, None
        goes_on = before.continued and before.stream == piece.stream
        level = (before.level if goes_on else None) or detect(text)
        empty_rest = piece.continued and not text
        if not wanted or empty_rest or not self._filters.has_level(level):
            return level, None
        if not (self._filters.has_words(text) or self._words_go_on(piece, text)):
            return level, None
        stream = stream_name(piece.stream)
        return level, LogLine(
            piece.line, piece.start, to_time(piece.time_us), stream, level, text, piece.continued
        )

    def _words_go_on(self, piece: Piece, text: str) -> bool:
        """Whether the words begin in this piece and end behind it; `held` while they may still come."""
        words = self._filters.words
        if words is None or piece.ended or not words.may_begin_in(text):
            return False
        rest = rest_of_line(self.source, piece, words.reach)
        encoding = self._lines.encoding()
        first = len(decode(piece.data, encoding))
        found = words.begin_in(decode(piece.data + rest.data, encoding), first)
        self.held = rest.is_open and not found
        return found

    def _text(self, piece: Piece) -> str:
        data = piece.data
        if piece.ended:
            data = data[:-2] if data.endswith(b"\r\n") else data[:-1]
        if data.isascii():
            return data.decode("ascii")
        encoding = self._lines.encoding()
        return decode(mend(self.source, piece, data, encoding), encoding)

    def _whole(self, data: bytes) -> int:
        return len(data) if data.isascii() else whole(data, self._lines.encoding())

    def _gap_row(self) -> Iterator[LogLine]:
        gap, at = self.source.gap, self.position
        line = at.line + at.continued
        [span] = self.source.chunks.spans(gap.end - 1, gap.end, int(self.source.written * 1_000_000))
        left_out = gap.end - at.offset
        text = MESSAGES["log_gap"].text("en").format(bytes=left_out)
        self.position = Position(gap.end, line + 1)
        filters = self._filters
        if filters.written(0, span.time_us) and filters.has_level("warning") and filters.has_words(text):
            yield LogLine(
                line,
                at.offset,
                to_time(span.time_us),
                "watchbell",
                "warning",
                text,
                False,
                "log_gap",
                left_out,
            )
