"""Which level a line names."""

from __future__ import annotations

import pytest

from watchbell.executions.logs.levels import detect, stems

NAMED = [
    ("2024-11-22 03:00:40 ERROR no route to host", "error"),
    ("pg_dump: error: connection to server failed", "error"),
    ("ValueError: bad", "error"),
    ("subprocess.CalledProcessError: x", "error"),
    ("Traceback (most recent call last):", "error"),
    ("[2024] CRITICAL disk", "error"),
    ("npm ERR! code 1", "error"),
    ("FATAL:  role does not exist", "error"),
    ('{"level":"error","msg":"x"}', "error"),
    ('{"level": "warning"}', "warning"),
    ("time=1 level=warn msg=x", "warning"),
    ("WARNING: disk nearly full", "warning"),
    ("a.py:3: DeprecationWarning: old", "warning"),
    ("[info] started", "info"),
    ("INFO an ERROR table was dumped", "info"),
    ("12:00 | debug | x", "debug"),
    ("TRACE x", "debug"),
    ("\x1b[31mERROR\x1b[0m red", "error"),
    ("\x1b[1;33m[WARN]\x1b[0m yellow", "warning"),
    ("E0102 03:04:05.678 pod.go:1] x", "error"),
    ("W1231 03:04:05.678 pod.go:1] x", "warning"),
    ("I0102 03:04:05.678 pod.go:1] x", "info"),
    ("错误：无法连接", "error"),
    ("2024-11-22 [错误] 无法连接", "error"),
    ("【警告】磁盘将满", "warning"),
    ("严重错误: x", "error"),
    ("信息 已启动", "info"),
    ("调试: x", "debug"),
]
PLAIN = [
    "",
    "0 errors found",
    "no error here",
    "the information desk",
    "ERROR_COUNT is 3",
    "没有错误发生",
    "warned the user",
    "traces of nuts",
    "x" * 300 + " ERROR too far behind",
    "E12 is a chord",
]


@pytest.mark.parametrize(("line", "level"), NAMED)
def test_a_level_word_is_understood(line: str, level: str) -> None:
    assert detect(line) == level


@pytest.mark.parametrize("line", PLAIN)
def test_words_that_only_look_like_a_level_are_left_alone(line: str) -> None:
    assert detect(line) is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(("line", "level"), NAMED)
def test_the_quick_look_never_misses_a_line(line: str, level: str, encoding: str) -> None:
    data = b"\n" + line.encode(encoding).lower()
    assert any(stem in data for stem in stems(level, encoding))
