"""What holds for any bytes, any streams and any page sizes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.executions.logs.conftest import Log
from tests.executions.logs.oracle import rows_where_words_begin
from watchbell.executions.logs import LogLine, LogStore
from watchbell.executions.logs.index import Span
from watchbell.executions.logs.lines import MAX_PIECE, cut
from watchbell.executions.logs.position import Position

WORDS = ["needle", "nee", "dle", "\n", "\r\n", "\r", "\0", "ERROR ", "info: ", "\x1b[31m", "x" * 4095]
BROKEN = [b"\xff", b"\xe4", "备份".encode("gbk")]
SNIPPETS = st.sampled_from([*[word.encode() for word in [*WORDS, "y" * 5000, "é", "你好", "🎉"]], *BROKEN])
BYTES = st.lists(SNIPPETS | st.binary(max_size=6), max_size=12).map(b"".join)
CHUNKS = st.lists(st.tuples(st.integers(0, 2), BYTES), max_size=12)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "streams": st.sets(st.sampled_from(["stdout", "stderr", "watchbell"])).map(frozenset),
        "levels": st.sets(st.sampled_from(["error", "info"])).map(frozenset),
        "text": st.sampled_from(["needle", "n", "你", "X"]),
    },
)


def new_log(chunks: list[tuple[int, bytes]]) -> Log:
    return Log(LogStore(Path(tempfile.mkdtemp(dir=FOLDER.name)))).write(*chunks)


FOLDER = tempfile.TemporaryDirectory()


@settings(max_examples=100, deadline=None)
@given(CHUNKS, st.integers(1, 7), st.booleans(), FILTERS)
def test_any_page_size_gives_the_same_rows(
    chunks: list[tuple[int, bytes]], limit: int, running: bool, filters: dict[str, object]
) -> None:
    log = new_log(chunks)
    assert log.all_rows(running=running, limit=limit, **filters) == log.all_rows(running=running, **filters)


@settings(max_examples=100, deadline=None)
@given(CHUNKS, FILTERS)
def test_filtered_rows_are_those_of_the_whole_that_fit(
    chunks: list[tuple[int, bytes]], filters: dict[str, object]
) -> None:
    log = new_log(chunks)
    whole = log.all_rows()
    begin = rows_where_words_begin(whole, str(filters.get("text", "x")))

    def fits(row: LogLine) -> bool:
        return (
            row.stream in filters.get("streams", {row.stream})  # type: ignore[operator]
            and row.level in filters.get("levels", {row.level})  # type: ignore[operator]
            and ("text" not in filters or row.offset in begin)
        )

    assert log.all_rows(**filters) == [row for row in whole if fits(row)]


@settings(max_examples=100, deadline=None)
@given(CHUNKS, st.integers(1, 30))
def test_lines_by_number_and_the_last_lines_are_those_of_the_whole(
    chunks: list[tuple[int, bytes]], count: int
) -> None:
    log = new_log(chunks)
    page = log.page()
    rows, total = page.items, page.total_lines or 0
    assert total >= (rows[-1].line if rows else 0)
    line = min(count, total + 1)
    assert log.page(line=line).items == [row for row in rows if row.line >= line]
    if all(len(row.text) < 4000 for row in rows):
        last = log.page(tail=count).items
        assert last == rows[len(rows) - len(last) :]
        assert (
            len(last) == min(count, len(rows))
            or len({row.line for row in rows}) < len(rows)
            or total > len(rows)
        )


@settings(max_examples=100, deadline=None)
@given(CHUNKS, st.integers(1, 3))
def test_pieces_joined_are_the_bytes(chunks: list[tuple[int, bytes]], block_kib: int) -> None:
    data = b"".join(part for _, part in chunks)
    spans, at = [], 0
    for stream, part in chunks:
        if part:
            spans.append(Span(at, at + len(part), stream, 0))
        at += len(part)
    position, joined = Position(), b""
    while position.offset < len(data):
        stop = min(len(data), position.offset + block_kib * 2 * MAX_PIECE)
        here = [
            span._replace(start=max(span.start, position.offset), end=min(span.end, stop))
            for span in spans
            if span.end > position.offset and span.start < stop
        ]
        for piece in cut(data[position.offset : stop], position, here, last=stop == len(data), whole=len):
            assert piece.start == len(joined)
            assert len(piece.data) <= MAX_PIECE + 1
            assert b"\n" not in piece.data[:-1]
            joined += piece.data
            position = piece.after(None)
    assert joined == data
    assert position.line == data.count(b"\n") + 1


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 2), st.text(st.characters(exclude_characters="\r", codec="utf-8"))),
        max_size=10,
    )
)
def test_texts_joined_are_the_text(chunks: list[tuple[int, str]]) -> None:
    log = new_log([(stream, text.encode()) for stream, text in chunks])
    lines: dict[int, str] = {}
    for row in log.all_rows(limit=3):
        lines[row.line] = lines.get(row.line, "") + row.text
    text = "".join(text for _, text in chunks)
    assert "\n".join(lines.get(number, "") for number in range(1, text.count("\n") + 2)) == text


@settings(max_examples=100, deadline=None)
@given(CHUNKS, st.data())
def test_a_download_is_the_bytes_and_a_text_of_a_stream_is_its_bytes(
    chunks: list[tuple[int, bytes]], data: st.DataObject
) -> None:
    log = new_log(chunks)
    assert b"".join(log.reader.bytes()) == b"".join(part for _, part in chunks)
    out = b"".join(part for stream, part in chunks if stream == 1)
    if out.isascii():
        limit = data.draw(st.integers(1, 50))
        assert log.reader.stream_text("stdout", limit) == out[-limit:].decode()
