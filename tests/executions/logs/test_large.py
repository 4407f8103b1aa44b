"""Large logs, in little time and constant memory (faults 63 and 64, experiment E-22)."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.executions.logs.conftest import Log

MIB = 1024 * 1024


@contextmanager
def memory_below(limit: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


def best_seconds(action: Callable[[], object], tries: int = 5) -> float:
    times = []
    for _ in range(tries):
        begin = time.thread_time()
        action()
        times.append(time.thread_time() - begin)
    return min(times)


@pytest.fixture
def hundred_mb(log: Log) -> Log:
    block = b"".join(
        b"2024-11-22 03:00:00 INFO table %06d of the nightly backup was dumped and checked\n" % n
        for n in range(12_500)
    )
    for number in range(100_000_000 // len(block)):
        log.write((1 + number % 2, block))
    return log


def test_one_line_of_100_mb_is_paged_searched_and_downloaded_in_constant_memory(log: Log) -> None:
    part = b"0123456789abcde\0" * 65536
    for _ in range(96):
        log.write((1, part))
    log.write((1, b"needle\n"))
    with memory_below(12 * MIB):
        page = log.page()
        assert len(page.items) == 500
        assert {row.line for row in page.items} == {1}
        assert log.page(cursor=page.next_cursor).items[0].offset == 500 * 4096
        assert log.page(tail=5).items[-1].text.endswith("needle")
        assert sum(len(piece) for piece in log.reader.bytes()) == 96 * len(part) + 7
        assert log.page(line=2).items == []
        assert len(log.page(tail=1, text="needle").items) == 1


def test_a_page_of_a_100_mb_log_takes_milliseconds(hundred_mb: Log) -> None:
    hundred_mb.page(tail=1)
    total = hundred_mb.page().total_lines or 0
    assert total == 1_200_000
    middle = hundred_mb.page(line=total // 2)
    assert middle.items[0].line == total // 2
    for query in ({}, {"line": total // 2}, {"tail": 500}, {"cursor": middle.next_cursor}):
        assert best_seconds(lambda query=query: hundred_mb.page(**query)) < 0.05, query


def test_a_search_without_hits_hands_back_a_cursor_before_it_takes_long(hundred_mb: Log) -> None:
    begin = time.thread_time()
    pages, cursor = 0, None
    while True:
        page = hundred_mb.page(cursor=cursor, text="not in there")
        pages, cursor = pages + 1, page.next_cursor
        if cursor is None:
            break
        assert (page.items, page.complete) == ([], False)
    assert page.complete
    assert pages >= 2
    assert (time.thread_time() - begin) / pages < 1.0


@pytest.mark.parametrize(
    "query", [{"text": "rare words"}, {"levels": frozenset({"error"})}, {"streams": frozenset({"stderr"})}]
)
def test_the_only_hit_at_the_end_of_200_000_lines_is_found_soon(log: Log, query: dict[str, object]) -> None:
    log.write(
        (
            1,
            b"".join(
                b"INFO line %06d says nothing that matters to anyone here\n" % n for n in range(199_999)
            ),
        )
    )
    log.write((2, b"ERROR rare words\n"))
    begin = time.thread_time()
    rows = log.all_rows(limit=1, **query)
    assert time.thread_time() - begin < 3
    assert [row.line for row in rows] == [200_000]


def test_any_of_200_000_lines_is_reached_at_once(log: Log) -> None:
    log.write((1, b"".join(b"line %d\n" % n for n in range(1, 200_001))))
    for line in range(1, 200_001, 9973):
        assert log.page(line=line, limit=1).items[0].text == f"line {line}"
    assert best_seconds(lambda: log.page(line=150_000, limit=1)) < 0.02
