"""Parameters that a script states outright, in a file beside it, a block of comments or a literal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from watchbell.scripts.discovery import Found, describe

Read = Callable[..., Found]
BLOCK = """\
# /// watchbell
# description = "Counts words"
# script_type = "report"
# timeout = 60
# [parameters.x]
# type = "integer"
# required = true
# ///
"""


def test_a_literal_in_the_form_of_the_guide(read: Read):
    found = read(
        'PARAMETERS = {"x": {"type": "string", "default": "a"}, "y": {"type": "integer", "required": True}}'
    )
    assert found.parameters_schema == {
        "type": "object",
        "properties": {"x": {"type": "string", "default": "a"}, "y": {"type": "integer"}},
        "required": ["y"],
    }  # fmt: skip


def test_a_literal_that_is_a_json_schema(read: Read):
    found = read('PARAMETERS: dict = {"type": "object", "properties": {"x": {"enum": [1, 2]}}}')
    assert found.parameters_schema["properties"] == {"x": {"enum": [1, 2]}}


def test_a_constant_that_only_has_the_name_is_left_alone(read: Read):
    assert read('PARAMETERS = {"retries": 3}').parameters_schema["properties"] == {}


def test_a_block_of_comments_tells_everything(read: Read):
    found = read('#!/usr/bin/env python3\n"""Other"""\n' + BLOCK + "print(1)")
    assert (found.description, found.script_type, found.timeout) == ("Counts words", "report", 60.0)
    assert found.parameters_schema == {
        "type": "object",
        "properties": {"x": {"type": "integer"}},
        "required": ["x"],
    }


def test_the_file_beside_the_script_counts_first(tmp_path: Path, read: Read):
    schema = {"type": "object", "properties": {"z": {"type": "boolean"}}}
    (tmp_path / "example.schema.json").write_text(json.dumps(schema))
    assert read(BLOCK + 'PARAMETERS = {"y": {"type": "string"}}').parameters_schema == schema


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("# /// watchbell\n# timeout = -1\n# ///\n", "script_bad_block"),
        ("# /// watchbell\n# broken = \n# ///\n", "script_bad_block"),
        ('# /// watchbell\n# parameters.x.type = "wrong"\n# ///\n', "script_bad_schema"),
        ('PARAMETERS = {"x": {"type": "integer", "default": "no"}}\n', "script_bad_schema"),
        ('PARAMETERS = {"x": {"type": "number", "default": 1e999}}\n', "script_bad_schema"),
    ],
)
def test_a_statement_that_cannot_be_used_is_told_and_the_code_counts(tmp_path: Path, block: str, code: str):
    text = block + "import json, os\njson.loads(os.environ['SCRIPT_PARAMETERS'])['y']\n"
    (tmp_path / "example.py").write_text(text)
    found, problems = describe(tmp_path / "example.py", tmp_path)
    assert [problem.code for problem in problems] == [code]
    assert list(found.parameters_schema["properties"]) == ["y"]


def test_a_broken_file_beside_the_script_is_told(tmp_path: Path):
    (tmp_path / "example.py").write_text("")
    (tmp_path / "example.schema.json").write_text("{")
    _, [problem] = describe(tmp_path / "example.py", tmp_path)
    assert (problem.code, problem.field) == ("script_bad_schema", "example.schema.json")
