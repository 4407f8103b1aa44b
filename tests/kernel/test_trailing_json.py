"""The result at the end of an output is found whatever stands around it, in bounded time."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from watchbell.kernel.json_value import JsonProblem, parse
from watchbell.kernel.trailing_json import trailing_json

LIMIT = 8 * 1024 * 1024
VALUE = {"status": "success", "message": '括号 } ] " \\ {', "data": [{"a": 1}, [2, 3]], "none": None}


def found(output: str | bytes, *, whole: bool = True, limit: int = LIMIT) -> Any:
    return trailing_json(output.encode() if isinstance(output, str) else output, whole=whole, limit=limit)


def problem(output: str | bytes, **options: Any) -> str:
    with pytest.raises(JsonProblem) as raised:
        found(output, **options)
    return raised.value.code


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("before", ["", "starting\n", '{"level": "info"}\n', "[INFO] 10 rows\n{ not json\n"])
@pytest.mark.parametrize("after", ["", "\n", "\r\n\n", '\n{"progress": 100}\n'])
def test_a_value_that_ends_the_output_is_the_result(
    indent: int | None, ascii_only: bool, before: str, after: str
):
    text = json.dumps(VALUE, indent=indent, ensure_ascii=ascii_only)
    assert found(before + text + after) == VALUE


@pytest.mark.parametrize(
    ("output", "value"),
    [
        ('Result: {"a": "}"}', {"a": "}"}),
        ("\ufeff[1, 2]", [1, 2]),
        ('{"a": 1}\nbye\n', {"a": 1}),
        ('{"a": 1}\n[INFO] done [ok]\n', {"a": 1}),
        ('{\n "a": 1\n}\nbye\n', {"a": 1}),
        ('{"a": 1}\n{"progress": 100, "message": "done"}\nbye', {"a": 1}),
        ('{"a": 0}\n' * 1000 + '{"a": 1}\nx {y}\n', {"a": 1}),
        ('{"a": 0}\n' * 1000 + 'end: {"a": 1}', {"a": 1}),
        ('{"progress": 100, "status": "success"}', {"progress": 100, "status": "success"}),
        (b'\xff\xfe\x00 noise\n{"a": "\xe4\xbd\xa0"}', {"a": "你"}),
        ('{"a": "你好"}'.encode("gbk"), {"a": "你好"}),
        (b'{"a": "\xff\xff"}', {"a": "\ufffd\ufffd"}),
        ('{"a": "\\u0000\\ud800x \\\\u0000 \\ud83d\\ude00"}', {"a": "\ufffd\ufffdx \\u0000 😀"}),
    ],
)
def test_noise_around_and_within_does_not_matter(output: str | bytes, value: Any):
    assert found(output) == value


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("", "result_missing"),
        ("hello\n", "result_missing"),
        ("[INFO] done [ok]\n", "result_missing"),
        ('{"progress": 100}\n', "result_missing"),
        ("{'a': 1}\n", "result_invalid"),
        ('{"level": "info"}\n{"a": 1,}\n', "result_invalid"),
        ('{\n  "a": 1,\n}\n', "result_invalid"),
        ('{"a": NaN}', "result_not_finite"),
        ('{"a": [1, -Infinity]}', "result_not_finite"),
        ('{"a": 1e999}', "result_not_finite"),
        ("[" * 101 + "]" * 101, "result_too_deep"),
        ("[" * 100_000 + "]" * 100_000, "result_too_deep"),
        ('{"a": ' + "9" * 5000 + "}", "result_invalid"),
    ],
)
def test_why_there_is_no_result(output: str, code: str):
    assert problem(output) == code


def test_a_result_has_a_largest_size():
    assert found('{"a": "xxx"}', limit=12) == {"a": "xxx"}
    assert problem('{"a": "xxxx"}', limit=12) == "result_too_large"
    assert problem('{"a": "你你"}', limit=12) == "result_too_large"


@pytest.mark.parametrize("indent", [None, 2])
def test_the_end_of_a_result_that_is_far_too_large_is_told_as_that(indent: int | None):
    text = json.dumps({"rows": [{"i": number} for number in range(100_000)]}, indent=indent)
    assert problem(text[-500_000:], whole=False) == "result_too_large"


@pytest.mark.parametrize(
    "output",
    [
        "{\n" * 4_000_000 + "}",
        "[\n" * 4_000_000 + "]",
        '{"a":' * 1_600_000 + "}",
        '"' * 8_000_000 + "}",
        '\\"' * 4_000_000 + "}",
        '{"k": 1}\n' * 900_000 + "x}",
        '{"k": [\n' * 1_000_000 + "]}",
        '{"progress": 1}\n' * 500_000,
        "x" * LIMIT,
    ],
    ids=["objects", "lists", "nested", "quotes", "escapes", "lines", "blocks", "progress", "text"],
)
def test_output_made_to_be_slow_is_answered_soon(output: str):
    begin = time.process_time()
    try:
        trailing_json(output.encode(), whole=True, limit=LIMIT)
    except JsonProblem as none:
        assert none.code in ("result_missing", "result_invalid", "result_too_deep")
    assert time.process_time() - begin < 3


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"{", "result_invalid"), (b"[NaN]", "result_not_finite"), (b"[" * 200 + b"]" * 200, "result_too_deep")],
)
def test_a_result_file_must_be_json(content: bytes, code: str):
    with pytest.raises(JsonProblem) as raised:
        parse(content)
    assert raised.value.code == code


def test_a_result_file_may_hold_any_value():
    assert parse('\ufeff"你好"'.encode()) == "你好"
    assert parse("[1]".encode("utf-8-sig")) == [1]
