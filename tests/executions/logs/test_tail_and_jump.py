"""The last lines, and any line by its number."""

from __future__ import annotations

import pytest

from tests.executions.logs.conftest import Log

LINES = [f"line {number}" for number in range(1, 2001)]


@pytest.fixture
def long_log(log: Log) -> Log:
    for number, line in enumerate(LINES):
        log.write((1 + number % 2, f"{line}\n".encode()))
    return log


@pytest.mark.parametrize("count", [1, 2, 499, 1999, 2000, 5000])
def test_tail_gives_the_last_lines_with_their_numbers(long_log: Log, count: int) -> None:
    page = long_log.page(tail=count)
    assert [row.text for row in page.items] == LINES[-count:]
    assert page.items[-1].line == page.total_lines == 2000
    assert page.next_cursor is None


def test_tail_goes_on_following(long_log: Log) -> None:
    page = long_log.page(tail=3, running=True)
    long_log.write((1, b"more\n"))
    more = long_log.page(running=True, cursor=page.next_cursor)
    assert [(row.line, row.text) for row in more.items] == [(2001, "more")]


def test_tail_of_one_endless_line_is_its_end(log: Log) -> None:
    log.write((1, b"first\n" + "数据".encode() * 2_000_000 + b"THE END"))
    rows = log.page(tail=10).items
    assert len(rows) == 10
    assert "".join(row.text for row in rows).endswith("数据THE END")
    assert "\ufffd" not in "".join(row.text for row in rows)
    assert {row.line for row in rows} == {2}


@pytest.mark.parametrize("line", [1, 2, 777, 1999, 2000])
def test_a_line_is_found_by_its_number(long_log: Log, line: int) -> None:
    page = long_log.page(line=line, limit=3)
    assert [row.line for row in page.items] == list(range(line, min(line + 3, 2001)))
    assert page.items[0].text == f"line {line}"


def test_a_number_behind_the_last_line_gives_nothing_and_follows_from_the_end(long_log: Log) -> None:
    assert long_log.page(line=5000).items == []
    page = long_log.page(line=5000, running=True)
    long_log.write((1, b"more\n"))
    assert [row.line for row in long_log.page(cursor=page.next_cursor).items] == [2001]


def test_a_long_line_is_found_at_its_start(log: Log) -> None:
    log.write((1, b"a\n" + b"x" * 2_000_000 + b"\nb\n"))
    assert log.page(line=2, limit=1).items[0].offset == 2
    assert log.page(line=3).items[0].text == "b"


def test_numbers_stay_true_while_the_log_grows_past_its_cached_count(log: Log) -> None:
    for part in range(6):
        log.write((1, b"".join(b"%09d\n" % (part * 500_000 + number) for number in range(500_000))))
        for line in (1, part * 500_000 + 1, part * 500_000 + 400_000):
            assert log.page(line=line, limit=1).items[0].text == f"{line - 1:09d}"
    assert log.page().total_lines == 3_000_000
    assert log.paths.lines.stat().st_size < 1000


@pytest.mark.parametrize("damage", [b"", b"WBL1", b"x" * 500, None])
def test_a_damaged_line_cache_is_counted_anew(log: Log, damage: bytes | None) -> None:
    log.write((1, b"0123456789\n" * 600_000))
    log.page(tail=1)
    good = log.paths.lines.read_bytes()
    log.paths.lines.write_bytes(good[:-1] + b"\x07" if damage is None else damage)
    assert log.page(tail=1).items[0].line == 600_000


def test_a_cache_of_a_longer_log_is_not_believed(log: Log) -> None:
    log.write((1, b"0123456789\n" * 600_000))
    log.page(tail=1)
    log.paths.log.write_bytes(b"short\n")
    assert log.page(tail=5).total_lines == 1
