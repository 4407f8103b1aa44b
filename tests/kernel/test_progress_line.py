"""A line of output that tells progress."""

from __future__ import annotations

from typing import Any

import pytest

from watchbell.kernel.progress_line import read_progress, tells_only_progress


@pytest.mark.parametrize(
    ("line", "progress"),
    [
        ('{"progress": 40}', {"progress": 40, "message": ""}),
        ('  {"progress": 0.5, "message": "读取"}\r', {"progress": 0.5, "message": "读取"}),
        ('{"progress": 100, "step": 3, "message": 7}', {"progress": 100, "message": ""}),
        ('{"progress": 1, "message": "a\\u0000\\ud800"}', {"progress": 1, "message": "a\ufffd?"}),
    ],
)
def test_a_line_tells_how_far_the_program_is(line: str, progress: dict[str, Any]):
    assert read_progress(line) == progress


@pytest.mark.parametrize(
    "line",
    [
        "",
        "progress: 40",
        '{"progress": 101}',
        '{"progress": -1}',
        '{"progress": true}',
        '{"progress": "40"}',
        '{"progress": NaN}',
        '{"progress": 40',
        '[{"progress": 40}]',
        '{"progress": 40, "message": "' + "x" * 9000 + '"}',
    ],
)
def test_other_lines_tell_none(line: str):
    assert read_progress(line) is None


def test_a_long_message_is_cut():
    found = read_progress('{"progress": 1, "message": "' + "x" * 800 + '"}')
    assert found == {"progress": 1, "message": "x" * 500}


def test_a_result_that_also_tells_progress_is_not_only_progress():
    assert tells_only_progress('{"progress": 100, "message": "done"}')
    assert not tells_only_progress('{"progress": 100, "status": "success"}')
