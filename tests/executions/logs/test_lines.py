"""How bytes become rows."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.executions.logs.conftest import START, Log


def test_each_line_has_number_offset_time_and_stream(log: Log) -> None:
    log.write((1, b"one\ntwo\n"), at=START - 5).write((2, b"three\n"), at=START - 2.5)
    rows = log.page().items
    assert [(row.line, row.offset, row.text, row.stream) for row in rows] == [
        (1, 0, "one", "stdout"),
        (2, 4, "two", "stdout"),
        (3, 8, "three", "stderr"),
    ]
    assert rows[1].time == datetime.fromtimestamp(START - 5, UTC)
    assert rows[2].time == datetime.fromtimestamp(START - 2.5, UTC)


def test_empty_lines_are_rows_and_a_last_line_needs_no_line_end(log: Log) -> None:
    log.write((1, b"\n\na\n\nlast"))
    page = log.page()
    assert [row.text for row in page.items] == ["", "", "a", "", "last"]
    assert page.total_lines == 5
    assert page.next_cursor is None


def test_a_line_written_in_many_chunks_is_one_row_with_the_time_of_its_start(log: Log) -> None:
    for number, byte in enumerate(b"slowly\n"):
        log.write((1, bytes([byte])), at=START - 60 + number)
    [row] = log.page().items
    assert (row.text, row.continued) == ("slowly", False)
    assert row.time == datetime.fromtimestamp(START - 60, UTC)


def test_a_line_both_streams_wrote_to_is_shown_in_pieces(log: Log) -> None:
    log.write((1, b"out "), (2, b"err\n"), (1, b"put\n"))
    assert [(row.line, row.text, row.stream, row.continued) for row in log.page().items] == [
        (1, "out ", "stdout", False),
        (1, "err", "stderr", True),
        (2, "put", "stdout", False),
    ]


def test_windows_line_ends_go_and_progress_bars_stay(log: Log) -> None:
    log.write((1, b"dos\r\n10%\r20%\r30%\r\n\rx\n"))
    assert log.texts() == ["dos", "10%\r20%\r30%", "\rx"]


def test_nul_and_escape_sequences_are_kept(log: Log) -> None:
    log.write((1, b"a\0b\n\x1b[31mred\x1b[0m\n"))
    assert log.texts() == ["a\0b", "\x1b[31mred\x1b[0m"]


def test_a_line_over_four_kib_is_folded_under_one_number(log: Log) -> None:
    log.write((1, b"x" * 10_000 + b"\nnext\n"))
    rows = log.page().items
    assert [(row.line, len(row.text), row.continued) for row in rows] == [
        (1, 4096, False),
        (1, 4096, True),
        (1, 1808, True),
        (2, 4, False),
    ]


def test_a_line_of_just_four_kib_is_one_row(log: Log) -> None:
    log.write((1, b"x" * 4096 + b"\n" + b"y" * 4096 + b"\r\nz\n"))
    assert [len(row.text) for row in log.page().items] == [4096, 4096, 1]


def test_the_rest_of_a_long_line_has_the_level_of_its_start(log: Log) -> None:
    log.write((1, b"ERROR " + b"x" * 9000 + b"\nplain " + b"y" * 5000 + b"\n"))
    assert [row.level for row in log.page().items] == ["error", "error", "error", None, None]


def test_a_marker_of_watchbell_is_a_stream_of_its_own(log: Log) -> None:
    log.write((1, b"out\n"), (0, b"stopped by li\n"))
    assert [row.stream for row in log.page().items] == ["stdout", "watchbell"]
