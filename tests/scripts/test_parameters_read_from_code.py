"""Which parameters a script takes is read off its code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from watchbell.scripts.discovery import Found

Read = Callable[..., Found]
HEAD = "import json, os\nparameters = json.loads(os.environ.get('SCRIPT_PARAMETERS', '{}'))\n"


def schema(read: Read, code: str) -> dict[str, Any]:
    return read(HEAD + code).parameters_schema


@pytest.mark.parametrize(
    ("code", "property_"),
    [
        ('parameters.get("x", "a")', {"type": "string", "default": "a"}),
        ('parameters.get("x", 3)', {"type": "integer", "default": 3}),
        ('parameters.get("x", -0.5)', {"type": "number", "default": -0.5}),
        ('parameters.get("x", True)', {"type": "boolean", "default": True}),
        ('parameters.get("x", ["a"])', {"type": "array", "items": {"type": "string"}, "default": ["a"]}),
        ('parameters.get("x", {"a": 1})', {"type": "object", "default": {"a": 1}}),
        ('float(parameters.get("x", 1))', {"type": "number", "default": 1}),
        ('int(parameters.get("x"))', {"type": "integer"}),
        ('parameters.get("x", None)', {"type": "string"}),
        ('parameters.get("x", os.getcwd())', {"type": "string"}),
        ('parameters.get("x") or "fast"', {"type": "string", "default": "fast"}),
        ('DEFAULT = "d"\nparameters.get("x", DEFAULT)', {"type": "string", "default": "d"}),
        ('for one in parameters.get("x"): pass', {"type": "array"}),
    ],
)
def test_type_and_default_of_a_parameter(read: Read, code: str, property_: dict[str, Any]):
    assert schema(read, code) == {"type": "object", "properties": {"x": property_}}


@pytest.mark.parametrize(
    ("code", "required"),
    [
        ('parameters["x"]', True),
        ('parameters.pop("x")', True),
        ('parameters.get("x")', False),
        ('parameters.pop("x", 1)', False),
        ('if "x" in parameters: parameters["x"]', False),
        ('parameters["x"] = 1\nparameters["x"]', False),
        ('parameters["x"]\nparameters.get("x", 2)', False),
    ],
)
def test_a_parameter_is_required_where_the_script_fails_without_it(read: Read, code: str, required: bool):
    assert schema(read, code).get("required", []) == (["x"] if required else [])


@pytest.mark.parametrize(
    "code",
    [
        "def f(p):\n    return p['x']\nf(parameters)",
        "def f(*, p):\n    return p['x']\nf(p=parameters)",
        "other = {'a': 1, **parameters}\nother['x']",
        "class Job:\n    def __init__(self, given): self.given = given\n"
        "    def run(self): return self.given['x']\nJob(parameters).run()",
        "copy = dict(parameters or {})\ncopy['x']",
        "text = os.environ['SCRIPT_PARAMETERS']\nq = json.loads(text)\nq['x']",
        "with open(os.environ['SCRIPT_PARAMETERS_FILE']) as file:\n    q = json.load(file)\nq['x']",
        "q = json.loads(Path(os.getenv('SCRIPT_PARAMETERS_FILE')).read_text())\nq['x']",
        "json.loads(os.getenv('SCRIPT_PARAMETERS', '{}'))['x']",
        "if (q := parameters):\n    q['x']",
    ],
)
def test_parameters_are_followed_through_the_code(read: Read, code: str):
    assert schema(read, code)["properties"] == {"x": {"type": "string"}}


def test_the_comment_behind_a_parameter_describes_it(read: Read):
    found = schema(read, 'x = parameters.get("x", "a")  # What it says')
    assert found["properties"]["x"]["description"] == "What it says"


def test_other_mappings_are_no_parameters(read: Read):
    code = "config = {'a': 1}\nconfig['a']\nos.environ.get('HOME')\nos.environ['PATH']\nconfig.get('b', 2)"
    assert schema(read, code)["properties"] == {}


def test_a_script_without_parameters_has_an_empty_schema(read: Read):
    assert read("print(1)").parameters_schema == {"type": "object", "properties": {}}
