"""Only the rows asked for."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.executions.logs.conftest import START, Log

BEGIN = datetime.fromtimestamp(START, UTC)


def lines(*numbers: int) -> bytes:
    return b"".join(b"line %d\n" % number for number in numbers)


def test_by_stream(log: Log) -> None:
    log.write((1, b"a\n"), (2, b"b\n"), (1, b"c"), (2, b"d\n"))
    assert log.texts(streams=frozenset({"stderr"})) == ["b", "d"]
    assert log.texts(streams=frozenset({"stdout", "stderr"})) == ["a", "b", "c", "d"]
    assert log.texts(streams=frozenset()) == []


def test_by_level(log: Log) -> None:
    log.write((1, b"INFO a\nERROR b\nplain\n"), (2, "错误: c\n".encode()), (1, b"WARN d\n"))
    assert log.texts(levels=frozenset({"error"})) == ["ERROR b", "错误: c"]
    assert log.texts(levels=frozenset({"info", "warning"})) == ["INFO a", "WARN d"]


def test_by_time_and_stream_where_the_log_is_a_single_piece_without_an_index(log: Log) -> None:
    log.write((1, b"only\n"))
    log.paths.index.unlink()
    os.utime(log.paths.log, (START, START))
    assert log.texts(since=BEGIN, until=BEGIN) == ["only"]
    assert log.texts(since=BEGIN + timedelta(seconds=1)) == []
    assert log.texts(until=BEGIN - timedelta(seconds=1)) == []
    assert log.texts(streams=frozenset({"stdout"})) == ["only"]
    assert log.texts(streams=frozenset({"stderr"})) == []


def test_by_words_in_any_letter_case_and_script(log: Log) -> None:
    log.write((1, "Backup DONE\nÜber alles\n备份完成\n\x1b[32mback\x1b[0mup\nother\n".encode()))
    assert log.texts(text="backup") == ["Backup DONE", "\x1b[32mback\x1b[0mup"]
    assert log.texts(text="ÜBER") == ["Über alles"]
    assert log.texts(text="完成") == ["备份完成"]
    assert log.texts(text="(.*)") == []


def test_by_time(log: Log) -> None:
    for second in range(10):
        log.write((1, lines(second)), at=START + second)
    since, until = BEGIN + timedelta(seconds=3), BEGIN + timedelta(seconds=5)
    assert log.texts(since=since, until=until) == ["line 3", "line 4", "line 5"]
    assert [row.line for row in log.page(since=since).items] == list(range(4, 11))
    assert log.texts(until=BEGIN) == ["line 0"]
    assert log.texts(since=BEGIN + timedelta(days=1)) == []
    assert log.page(until=until).next_cursor is None
    assert log.texts(tail=2, since=since, until=until) == ["line 4", "line 5"]


def test_by_time_across_pages(log: Log) -> None:
    for second in range(100):
        log.write((1, lines(second)), at=START + second)
    query = {"since": BEGIN + timedelta(seconds=20), "until": BEGIN + timedelta(seconds=79)}
    assert [row.line for row in log.all_rows(limit=7, **query)] == list(range(21, 81))


@pytest.mark.parametrize("limit", [1, 3, 500])
def test_line_numbers_stay_true_under_filters(log: Log, limit: int) -> None:
    for block in range(40):
        log.write((1, lines(*range(block * 1000, block * 1000 + 1000))))
    rows = log.all_rows(text="line 7777", limit=limit)
    assert [(row.line, row.text) for row in rows] == [(7778, "line 7777")]
    assert [row.line for row in log.all_rows(text="999", limit=limit)] == [
        number + 1 for number in range(40_000) if "999" in str(number)
    ]


def test_a_match_in_the_middle_of_a_long_line_is_found(log: Log) -> None:
    log.write((1, b"x" * 500_000 + b"needle" + b"x" * 500_000 + b"\nneedle\n"))
    rows = log.all_rows(text="needle")
    assert [row.line for row in rows] == [1, 2]
    assert rows[0].offset <= 500_000 < rows[0].offset + 4096


def test_all_pieces_of_a_long_error_line_are_errors_whatever_the_page(log: Log) -> None:
    log.write((1, b"a\n" * 1000 + b"ERROR " + b"x" * 20_000 + b"\nb\n"))
    assert [len(log.all_rows(levels=frozenset({"error"}), limit=limit)) for limit in (1, 2, 500)] == [5, 5, 5]


def test_the_last_matches_are_found_from_the_end(log: Log) -> None:
    log.write((1, lines(*range(300_000))))
    assert log.texts(tail=3, text="line 1234") == ["line 123497", "line 123498", "line 123499"]
    assert log.texts(tail=3, text="nowhere") == []
    assert [row.line for row in log.page(tail=2, text="line 77").items] == [77_999, 78_000]
