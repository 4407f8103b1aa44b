"""A log whose middle was cut out at its size limit."""

from __future__ import annotations

from tests.executions.logs.conftest import Log


def numbered(count: int) -> bytes:
    return b"".join(b"%09d\n" % number for number in range(count))


def test_one_row_says_how_much_was_left_out(log: Log) -> None:
    page = log.write((1, numbered(100))).cut(305, 805).page()
    assert page.log_dropped == 500
    assert page.log_bytes == 1000
    rows = page.items
    assert [(row.line, row.text) for row in rows[29:34]] == [
        (30, "000000029"),
        (31, "00000"),
        (32, "500 bytes were left out here: the log reached its size limit."),
        (33, "0080"),
        (34, "000000081"),
    ]
    told = rows[31]
    assert (told.stream, told.code, told.left_out, told.level) == ("watchbell", "log_gap", 500, "warning")
    assert page.total_lines == rows[-1].line == 52


def test_every_line_around_the_gap_is_found_by_its_number(log: Log) -> None:
    for start, end in ((305, 805), (300, 800), (0, 500), (300, 1000), (305, 1000)):
        log.paths.log.unlink(missing_ok=True)
        log.paths.index.unlink(missing_ok=True)
        rows = log.write((1, numbered(100))).cut(start, end).page().items
        assert log.page().total_lines == rows[-1].line
        for number, row in enumerate(rows):
            assert log.page(line=row.line).items == rows[number:]
            assert log.page(tail=number + 1).items == rows[-number - 1 :]
            assert (
                log.page(tail=number + 1, text="0").items == [r for r in rows if "0" in r.text][-number - 1 :]
            )


def test_a_growing_gap_keeps_line_numbers_and_counts_consistent(log: Log) -> None:
    log.write((1, numbered(1_500_000)))
    for end in (6_000_000, 9_000_005, 14_000_000):
        rows = log.cut(5_000_000, end).page(tail=3).items
        left = 500_000 + 1 + (15_000_000 - end + 9) // 10
        assert [row.line for row in rows] == [left - 2, left - 1, left]
        assert log.page(line=left, limit=1).items == rows[-1:]
        assert log.page(line=500_001, limit=1).items[0].left_out == end - 5_000_000


def test_a_follower_that_was_overtaken_is_told_what_it_missed(log: Log) -> None:
    log.write((1, numbered(100)))
    cursor = log.page(limit=50).next_cursor
    rows = log.cut(300, 700).page(cursor=cursor).items
    assert (rows[0].left_out, rows[0].line, rows[1].text) == (200, 51, "000000070")


def test_the_row_obeys_the_filters(log: Log) -> None:
    log.write((1, numbered(100))).cut(300, 700)
    assert [row.code for row in log.page(streams=frozenset({"watchbell"})).items] == ["log_gap"]
    assert all(row.code is None for row in log.page(streams=frozenset({"stdout"})).items)
    assert [row.code for row in log.page(text="left out").items] == ["log_gap"]
    assert [row.code for row in log.page(levels=frozenset({"warning"})).items] == ["log_gap"]


def test_a_gap_in_the_middle_of_characters_spoils_only_those(log: Log) -> None:
    data = "数据".encode() * 100
    log.write((1, data)).cut(100, 401)
    rows = log.page().items
    assert rows[0].text == ("数据" * 20)[:33] + "\ufffd"
    assert rows[2].text.lstrip("\ufffd") == "数据" * 33


def test_a_damaged_gap_note_is_no_gap(log: Log) -> None:
    log.write((1, b"a\nb\n"))
    for note in ("", "{", "[]", '{"from": 3, "to": 1}', '{"from": -1, "to": 2}', '{"from": null, "to": 2}'):
        log.paths.gap.write_text(note)
        assert log.texts() == ["a", "b"]


def test_a_gap_that_grows_during_a_download_sends_no_zeros(log: Log) -> None:
    data = numbered(200_000)
    pieces = log.write((1, data)).reader.bytes()
    got = next(pieces)
    log.cut(1000, 1_500_000)
    got += b"".join(pieces)
    head, tail = got.split(b"\n[watchbell] ")
    marker, _, rest = tail.partition(b"\n")
    assert data.startswith(head)
    assert data.endswith(rest)
    assert b"\0" not in got
    assert marker.startswith(b"%d bytes" % (len(data) - len(head) - len(rest)))
