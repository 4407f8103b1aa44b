"""The log, or one stream, as one text; and as a download."""

from __future__ import annotations

import pytest

from tests.executions.logs.conftest import Log


def test_both_streams_and_each_alone(log: Log) -> None:
    log.write((1, b"a\n"), (2, b"b\n"), (1, "你".encode()[:2]), (2, b"c"), (1, "你".encode()[2:] + b"\n"))
    assert log.reader.stream_text("stdout", 1000) == "a\n你\n"
    assert log.reader.stream_text("stderr", 1000) == "b\nc"
    assert log.reader.stream_text("watchbell", 1000) == ""
    assert log.reader.text(4) == "\ufffd\n" or log.reader.text(1000).startswith("a\nb\n")


@pytest.mark.parametrize("limit", range(1, 12))
def test_of_a_longer_text_the_end_is_kept_from_a_whole_character_on(log: Log, limit: int) -> None:
    log.write((1, b"x" * 5000), (2, b"-"), (1, "结果🎉".encode()))
    text = log.reader.stream_text("stdout", limit)
    assert text
    assert ("x" * 5000 + "结果🎉").endswith(text) or limit < 4
    assert len(text.encode()) <= limit or limit < 4


def test_a_text_tells_where_the_middle_is_missing(log: Log) -> None:
    log.write((1, b"head " + b"x" * 100 + b" tail")).cut(5, 105)
    assert log.reader.text(1000).splitlines() == [
        "head ",
        "[watchbell] 100 bytes were left out here: the log reached its size limit.",
        " tail",
    ]
    assert log.reader.stream_text("stdout", 1000) == "head  tail"


def test_a_download_is_exact(log: Log) -> None:
    data = bytes(range(256)) * 10_000
    pieces = list(log.write((1, data[:1000]), (2, data[1000:])).reader.bytes())
    assert b"".join(pieces) == data
    assert max(map(len, pieces)) <= 1024 * 1024
