"""Reading what the launcher's own log file writes, while it does."""

from __future__ import annotations

import threading

import pytest

from tests.executions.logs.conftest import Log
from watchbell.launcher.log_file import LogFile

LIMIT = 2 * 1024 * 1024
LINES = 400_000


def write_all(log: Log) -> None:
    file = LogFile(str(log.paths.log), str(log.paths.index), LIMIT)
    for first in range(0, LINES, 1000):
        data = b"".join(b"%09d\n" % number for number in range(first, first + 1000))
        file.append(memoryview(data), 1 + first // 1000 % 2)
        if first % 7000 == 0:
            file.flush()
    file.close()


def test_following_a_flood_past_the_cap_gives_each_byte_once_or_tells_it_is_gone(log: Log) -> None:
    writer = threading.Thread(target=write_all, args=(log,))
    writer.start()
    cursor, told, seen, shown = None, 0, -1, 0
    while True:
        running = writer.is_alive()
        page = log.page(running=running, cursor=cursor, limit=2000)
        for row in page.items:
            told += row.left_out
            assert "\0" not in row.text
            if row.code is None:
                shown += len(row.text)
                if len(row.text) == 9:
                    assert int(row.text) > seen
                    seen = int(row.text)
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    writer.join()
    assert seen == LINES - 1
    assert shown == pytest.approx(0.9 * (10 * LINES - told), rel=0.0001)


def test_head_and_tail_of_a_capped_log_are_found_by_number_and_from_the_end(log: Log) -> None:
    write_all(log)
    page = log.page(tail=2)
    assert [row.text for row in page.items] == ["000399998", "000399999"]
    assert page.log_dropped > 0
    assert log.page(line=1, limit=1).items[0].text == "000000000"
    last = page.items[-1].line
    assert log.page(line=last).items == page.items[-1:]
    [gap] = log.all_rows(streams=frozenset({"watchbell"}))
    assert gap.left_out == page.log_dropped
    assert len(b"".join(log.reader.bytes())) < 10 * LINES - gap.left_out + 200
