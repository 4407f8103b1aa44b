from __future__ import annotations

import pytest

from watchbell.errors import ConfigurationError
from watchbell.tasks.transfer_json import LARGEST, decoded, json_lines, read_json


def refused(text: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as error:
        read_json(text)
    return error.value


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ('{"tasks": [\n  {"a": 1,}\n]}', "json_malformed", 2, 11),
        ('{"tasks": [\n  {"a"', "json_malformed", 2, 7),
        ('{"a": 1,\n "b": {"c": 1,\n  "c": 2}}', "json_duplicate_key", 3, 3),
        ('{"a": 1, "a": 2}', "json_duplicate_key", 1, 10),
        ('{"a":\n NaN}', "json_not_a_number", 2, 2),
        ("[1,\n -Infinity]", "json_not_a_number", 2, 2),
        ("[0,\n" + "9" * 5_000 + "]", "json_not_a_number", 2, 1),
        ("[" * 100_000, "nested_too_deeply", 1, 41),
        ('{"a":' * 2_000 + "1" + "}" * 2_000, "nested_too_deeply", 1, 201),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(text: str, code: str, line: int, column: int) -> None:
    """Faults 26, 29, 30."""
    error = refused(text)
    assert (error.code, error.values["line"], error.values["column"]) == (code, line, column)
    assert str(error)


def test_a_key_with_a_dot_is_not_mistaken_for_a_nested_one() -> None:
    assert refused('{"a.b": 1, "a": {"b": 1}, "x": NaN}').code == "json_not_a_number"


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_file_is_told_as_such(text: str) -> None:
    assert refused(text).code == "file_empty"


def test_each_value_has_its_line() -> None:
    text = '{"tasks": [\n {"id": "a",\n  "env": {"x": "1, [\\" 2"}},\n {"id":\n "b"}]}'
    lines = json_lines(text)
    assert lines["tasks[0].env.x"] == 3
    assert (lines["tasks[1]"], lines["tasks[1].id"]) == (4, 5)


def test_bytes_that_are_no_text_are_refused() -> None:
    assert decoded(b"\xef\xbb\xbf{}") == "{}"
    for data, code in ((b"{\xff}", "file_not_utf8"), (b" " * (LARGEST + 1), "file_too_large")):
        with pytest.raises(ConfigurationError) as error:
            decoded(data)
        assert error.value.code == code
