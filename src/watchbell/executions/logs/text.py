"""A log, or one stream of it, as one text of bounded size."""

from __future__ import annotations

from collections.abc import Iterator

from watchbell.executions.logs.decode import decode
from watchbell.executions.logs.download import marker
from watchbell.executions.logs.line_index import LineIndex
from watchbell.executions.logs.model import STREAMS, Stream
from watchbell.executions.logs.source import Source


def last_text(source: Source, lines: LineIndex, stream: Stream | None, max_bytes: int) -> str:
    """The last `max_bytes` of `stream` (None: all), decoded; shorter by a character that was cut in two."""
    wanted = None if stream is None else STREAMS.index(stream)
    parts: list[bytes] = []
    left = max_bytes
    for start, stop in _ranges_back(source, wanted):
        if wanted is None and parts:
            parts.append(marker(source.gap.size))
        part = source.read(max(start, stop - left), stop)
        parts.append(part)
        left -= len(part)
        if left <= 0:
            break
    data = b"".join(reversed(parts))
    if data.isascii():
        return data.decode("ascii")
    encoding = lines.encoding()
    return decode(_from_character(data) if left <= 0 and encoding == "utf-8" else data, encoding)


def _ranges_back(source: Source, wanted: int | None) -> Iterator[tuple[int, int]]:
    """The kept bytes of the stream from the end to the start."""
    chunks = source.chunks
    if wanted is None:
        yield from reversed(list(source.gap.kept(0, source.size)))
        return
    covered = chunks.end()
    if covered < source.size:
        last = chunks.at(chunks.count - 1).stream if chunks.count else 1
        if last == wanted:
            yield from reversed(list(source.gap.kept(covered, source.size)))
    for span in chunks.backward(chunks.count - 1):
        if span.stream == wanted:
            yield from reversed(list(source.gap.kept(span.start, min(span.end, source.size))))


def _from_character(data: bytes) -> bytes:
    first = next((number for number, byte in enumerate(data[:4]) if not 0x80 <= byte < 0xC0), 0)
    return data[first:]
