"""Going on where the last page ended."""

from __future__ import annotations

import pytest

from tests.executions.logs.conftest import Log
from watchbell.errors import MalformedRequest

CHUNKS = [
    (1, b"INFO start\nERROR " + b"x" * 9000 + b" end\n"),
    (2, "警告: 磁盘\r\n\n".encode()),
    (1, b"half "),
    (2, b"ERROR cut in\n"),
    (1, "你好".encode()[:4]),
    (2, b"again "),
    (1, "你好".encode()[4:] + b"\n\n\n"),
    (0, b"stopping\n"),
    (1, b"no line end"),
]


@pytest.mark.parametrize("running", [False, True])
@pytest.mark.parametrize("gap", [None, (20, 40), (11, 5000), (0, 30), (9010, 9060), (200, 9040)])
def test_resuming_at_every_row_equals_reading_at_once(
    log: Log, running: bool, gap: tuple[int, int] | None
) -> None:
    log.write(*CHUNKS)
    if gap:
        log.cut(*gap)
    whole = log.page(running=running).items
    assert len(whole) >= 4
    for limit in range(1, len(whole) + 1):
        assert log.all_rows(running=running, limit=limit) == whole, limit


@pytest.mark.parametrize(
    "cursor",
    ["x", "1", "1.", "-1.1", "1.1.1", "1.1.1x", "1.1\n", "9" * 40 + ".1", "../..", "1.1.1e ", "١.١", "\0"],
)
def test_a_cursor_that_was_never_handed_out_is_refused(log: Log, cursor: str) -> None:
    with pytest.raises(MalformedRequest) as refused:
        log.page(cursor=cursor)
    assert refused.value.field == "cursor"
    assert refused.value.message("zh")


def test_a_cursor_behind_the_end_reads_nothing(log: Log) -> None:
    log.write((1, b"a\n"))
    page = log.page(cursor="999999.7", running=True)
    assert (page.items, page.next_cursor) == ([], "999999.7")
    assert log.page(cursor="999999.7").next_cursor is None


def test_a_made_up_cursor_inside_a_character_harms_nothing(log: Log) -> None:
    log.write((1, "你好\nx\n".encode()))
    assert [row.text for row in log.page(cursor="1.1").items][1:] == ["x"]
