"""A search finds words also where a long line is folded: in the piece in which they begin."""

from __future__ import annotations

import time

import pytest

from tests.executions.logs.conftest import START, Log
from tests.executions.logs.test_large import MIB, memory_below
from watchbell.executions.logs.lines import MAX_PIECE


@pytest.mark.parametrize("before", range(MAX_PIECE - 7, MAX_PIECE + 2))
@pytest.mark.parametrize("query", [{}, {"tail": 9}])
def test_words_anywhere_around_a_fold_are_found_once(log: Log, before: int, query: dict[str, int]) -> None:
    log.write((1, b"x" * before + b"neEDle" + b"y" * 9000 + b"\n"))
    [row] = log.page(text="Needle", **query).items
    assert row.offset == before // MAX_PIECE * MAX_PIECE


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("ascii_before", range(6))
def test_chinese_words_across_a_fold(log: Log, encoding: str, ascii_before: int) -> None:
    text = "x" * ascii_before + "备份" * 1023 + "数据库连接失败" * 2000 + "\n"
    log.write((1, text.encode(encoding)))
    whole = log.page(limit=2000).items
    line = "".join(row.text for row in whole)
    begins, at = [], 0
    for row in whole:
        if line.find("接失败数", at, at + len(row.text) + 3) >= 0:
            begins.append(row.offset)
        at += len(row.text)
    assert [row.offset for row in log.all_rows(text="接失败数")] == begins


def test_words_behind_broken_bytes_and_escape_sequences_that_are_folded_themselves(log: Log) -> None:
    broken = b"\xff\xfe ok " * 8
    for before in range(MAX_PIECE - 20, MAX_PIECE + 1):
        coloured = b"nee\x1b[38;2;255;0;0mdle"
        log.write((1, broken + b"x" * (before - len(broken)) + coloured + b"y" * 5000 + b"\n"))
    rows = log.all_rows(text="needle")
    assert [row.line for row in rows] == list(range(1, 22))
    assert [row.continued for row in rows] == [False] * 20 + [True]


def test_words_longer_than_a_piece_are_found(log: Log) -> None:
    words = "".join(chr(0x4E00 + number) for number in range(5000))
    log.write((1, b"x" * 4000 + words.encode() + b"\n"))
    assert [row.offset for row in log.all_rows(text=words)] == [0]


def test_what_another_stream_wrote_does_not_complete_the_words(log: Log) -> None:
    log.write((1, b"x" * 5000 + b"need"), (2, b"le\n"), (1, b"le\n"))
    assert log.texts(text="needle") == []


def test_a_greek_word_is_found_wherever_it_ends(log: Log) -> None:
    log.write((1, "ΟΔΟΣ\n".encode()), (1, b"x" * 4089 + "ΟΔΟΣΑ\n".encode()))
    assert [row.line for row in log.all_rows(text="οδοσ")] == [1, 2]
    assert [row.line for row in log.all_rows(text="ΟΔΟΣ")] == [1, 2]


def test_words_a_running_program_has_not_finished_are_waited_for(log: Log) -> None:
    log.write((1, b"x" * MAX_PIECE + b"nee"), at=START - 5)
    page = log.page(running=True, text="needle")
    assert (page.items, page.complete) == ([], False)
    log.write((1, b"dle"), at=START - 4)
    page = log.page(running=True, text="needle", cursor=page.next_cursor)
    assert [(row.offset, row.text) for row in page.items] == [(MAX_PIECE, "needle")]
    assert page.complete


def test_words_that_will_not_be_finished_are_not_waited_for(log: Log) -> None:
    log.write((1, b"x" * MAX_PIECE + b"nee"), at=START - 5)
    cursor = log.page(running=True, text="needle").next_cursor
    log.write((1, b"d nothing"), at=START - 4)
    page = log.page(running=True, text="needle", cursor=cursor)
    assert (page.items, page.complete) == ([], True)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_every_match_in_a_line_of_100_mb_is_found_in_constant_memory(log: Log, encoding: str) -> None:
    """No byte of the line is ASCII, so that no place in it tells where a character starts."""
    part = ("备份数据" * (MIB // 8)).encode(encoding)
    needle = "连接失败".encode(encoding)
    begins, at = [], 0
    for number in range(100 * MIB // len(part)):
        filler = part[: len(part) - number % 7 * len("备".encode(encoding))]
        log.write((1, filler + needle))
        begins.append(at + len(filler))
        at += len(filler) + len(needle)
    log.write((1, b"\n"))
    with memory_below(12 * MIB):
        begin = time.thread_time()
        rows = log.all_rows(text="连接失败")
        assert time.thread_time() - begin < 60
        pieces = [row.offset for row in rows]
        assert [b - p < MAX_PIECE for p, b in zip(pieces, begins, strict=True)] == [True] * len(begins)
        last = log.page(tail=len(begins), text="连接失败").items
        assert [b - row.offset < MAX_PIECE for row, b in zip(last, begins[-len(last) :], strict=True)]
