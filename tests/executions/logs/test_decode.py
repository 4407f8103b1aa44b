"""Text in whatever encoding, cut wherever."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from tests.executions.logs.conftest import Log
from watchbell.executions.logs.decode import decide, whole

CHINESE = "启动备份：数据库已连接。\n第二行，继续备份数据。\n"
MIXED = "naïve €uro 你好 🎉 end\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_cut_between_chunks_anywhere_reads_as_if_whole(
    new_log: Callable[[], Log], encoding: str
) -> None:
    data = CHINESE.encode(encoding)
    for at in range(len(data) + 1):
        log = new_log().write((1, data[:at]), (1, data[at:]))
        assert log.texts() == CHINESE.splitlines(), at


def test_a_character_cut_by_the_other_stream_anywhere_is_mended(new_log: Callable[[], Log]) -> None:
    data = MIXED.encode()
    for at in range(1, len(data)):
        log = new_log().write((1, data[:at]), (2, b"warn\n"), (1, data[at:]))
        out = [row.text for row in log.page().items if row.stream == "stdout"]
        assert "".join(out) == MIXED.rstrip("\n"), at


def test_a_character_cut_by_many_small_writes_of_the_other_stream_is_mended(log: Log) -> None:
    log.write((1, b"\xe4\xbd"), *[(2, b"x\n")] * 20, (1, b"\xa0\n"))
    assert log.texts(streams=frozenset({"stdout"})) == ["你", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_fold_never_cuts_a_character(new_log: Callable[[], Log], encoding: str) -> None:
    for shift in range(4):
        line = "x" * shift + "数据🎉é" * 2000
        log = new_log().write((1, (CHINESE + line).encode(encoding)))
        assert "".join(row.text for row in log.page().items[2:]) == line


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_while_it_runs_a_character_is_shown_when_it_is_all_there(
    new_log: Callable[[], Log], encoding: str
) -> None:
    data = "前面有足够的中文内容\n备份\n".encode(encoding)
    for at in range(len(data)):
        log = new_log().write((1, data[:at]))
        page = log.page(running=True)
        text = "".join(row.text for row in page.items)
        if encoding == "utf-8":
            assert "\ufffd" not in text, at
        log.write((1, data[at:]))
        rows = log.page(cursor=page.next_cursor).items
        if encoding == "utf-8":
            assert text + "".join(row.text for row in rows) == "前面有足够的中文内容备份", at


def test_a_gbk_log_is_read_as_chinese_to_its_last_line(log: Log) -> None:
    log.write((1, b"plain ascii first\n" * 5000), (1, ("联通\n" + CHINESE).encode("gbk")))
    assert log.texts(tail=3) == ["联通", *CHINESE.splitlines()]
    assert log.texts(text="数据库") == ["启动备份：数据库已连接。"]


def test_one_broken_byte_does_not_change_the_encoding_of_a_utf_8_log(log: Log) -> None:
    log.write((1, CHINESE.encode() * 3 + b"\xff\xfe broken\n"))
    assert log.texts(tail=2) == ["第二行，继续备份数据。", "\ufffd\ufffd broken"]


@pytest.mark.parametrize(
    ("sample", "encoding"),
    [
        (CHINESE.encode(), "utf-8"),
        (CHINESE.encode("gbk"), "gb18030"),
        ("备份完成：一個繁體".encode("gbk"), "gb18030"),
        ("é è à ç café crème".encode("latin-1"), "utf-8"),
        ("Größe übermäßig für Straße".encode("latin-1"), "utf-8"),
        (Random(1).randbytes(4096), "utf-8"),
        (b"\xff", "utf-8"),
        (b"\xe4\xbd", "utf-8"),
        (b"", "utf-8"),
        ("こんにちは世界".encode("shift_jis"), "utf-8"),
    ],
)
def test_the_encoding_is_told_by_its_bytes(sample: bytes, encoding: str) -> None:
    assert decide(sample) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_cut_is_moved_back_by_less_than_one_character(encoding: str) -> None:
    data = (MIXED * 3).encode(encoding)
    for at in range(len(data)):
        size = whole(data[:at], encoding)
        assert at - 4 < size <= at
        data[:size].decode(encoding)
