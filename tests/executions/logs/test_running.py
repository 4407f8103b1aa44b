"""Following a program that still writes."""

from __future__ import annotations

import os

from tests.executions.logs.conftest import START, Log


def test_there_is_always_a_cursor_while_it_runs_and_none_after_the_end(log: Log) -> None:
    log.write((1, b"a\nb\n"))
    page = log.page(running=True)
    assert page.next_cursor is not None
    again = log.page(running=True, cursor=page.next_cursor)
    assert (again.items, again.next_cursor) == ([], page.next_cursor)
    log.write((1, b"c\n"))
    last = log.page(cursor=page.next_cursor)
    assert [(row.line, row.text) for row in last.items] == [(3, "c")]
    assert last.next_cursor is None


def test_an_unfinished_line_is_held_back_for_a_moment(log: Log) -> None:
    log.write((1, b"done\nhalf"), at=START - 0.05)
    page = log.page(running=True)
    assert [row.text for row in page.items] == ["done"]
    assert not page.complete
    log.write((1, b" full\n"), at=START)
    page = log.page(running=True, cursor=page.next_cursor)
    assert [(row.text, row.continued) for row in page.items] == [("half full", False)]
    assert page.complete


def test_a_prompt_without_line_end_shows_after_a_moment_and_its_rest_continues_it(log: Log) -> None:
    log.write((1, b"Password: "), at=START - 0.3)
    page = log.page(running=True)
    assert [(row.text, row.continued) for row in page.items] == [("Password: ", False)]
    log.write((1, b"ok\nnext\n"))
    page = log.page(running=True, cursor=page.next_cursor)
    assert [(row.line, row.text, row.continued) for row in page.items] == [
        (1, "ok", True),
        (2, "next", False),
    ]


def test_dots_that_keep_coming_are_shown_as_they_come(log: Log) -> None:
    cursor, seen = None, ""
    for _ in range(10):
        log.write((1, b"."), at=log.now)
        log.now += 0.1
        page = log.page(running=True, cursor=cursor)
        cursor, seen = page.next_cursor, seen + "".join(row.text for row in page.items)
    assert len(seen) >= 7


def test_the_line_end_alone_gives_no_row_but_counts(log: Log) -> None:
    log.write((1, b"prompt"))
    cursor = log.page(running=True).next_cursor
    log.write((1, b"\nx\n"))
    assert [(row.line, row.text) for row in log.page(cursor=cursor).items] == [(2, "x")]


def test_bytes_wait_for_their_record_but_not_for_ever(log: Log) -> None:
    log.write((2, b"known\n"))
    with log.paths.log.open("ab") as file:
        file.write(b"fresh\n")
    os.utime(log.paths.log, (START - 0.05, START - 0.05))
    page = log.page(running=True)
    assert [row.text for row in page.items] == ["known"]
    os.utime(log.paths.log, (START - 5, START - 5))
    page = log.page(running=True, cursor=page.next_cursor)
    assert [(row.text, row.stream) for row in page.items] == [("fresh", "stderr")]


def test_a_clock_that_stepped_back_holds_nothing_for_long(log: Log) -> None:
    log.write((1, b"from the future"), at=START + 3600)
    assert log.page(running=True).items[0].text == "from the future"


def test_following_byte_by_byte_gives_every_byte_once(log: Log) -> None:
    data = "é1\nsecond 你好 line\n\nlast".encode()
    cursor, lines = None, {}
    for byte in data:
        log.write((1, bytes([byte])))
        page = log.page(running=True, cursor=cursor)
        cursor = page.next_cursor
        for row in page.items:
            lines[row.line] = lines.get(row.line, "") + row.text
    assert "\n".join(lines.get(number, "") for number in range(1, 5)) == data.decode()
