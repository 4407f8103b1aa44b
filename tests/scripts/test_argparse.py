"""Scripts that read their command line: argparse in the code, arguments made from parameters."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from watchbell.errors import ExecutionError
from watchbell.executors.arguments import arguments_of
from watchbell.scripts.contract import script_spec
from watchbell.scripts.discovery import Found, describe
from watchbell.scripts.models import Script, ScriptFolder

Read = Callable[..., Found]
CODE = """
import argparse, json, pathlib
parser = argparse.ArgumentParser()
parser.add_argument("path", type=pathlib.Path, help="Where to look")
parser.add_argument("-n", "--max-count", type=int, default=3, help="How many (default: %(default)s)")
parser.add_argument("--ratio", type=float)
parser.add_argument("--dry-run", action="store_true")
parser.add_argument("--no-color", action="store_false", dest="color")
parser.add_argument("--cache", action=argparse.BooleanOptionalAction)
parser.add_argument("-v", action="count", default=0)
parser.add_argument("--mode", choices=["fast", "slow"], required=True)
parser.add_argument("--tag", action="append")
parser.add_argument("--files", nargs="*")
parser.add_argument("-x")
parser.add_argument("rest", nargs="*")
print(json.dumps(vars(parser.parse_args()), default=str))
"""


def arguments(found: Found, parameters: dict[str, Any]) -> list[str]:
    script = Script(
        name=found.name,
        folder=ScriptFolder(path="/scripts"),
        script_path=found.script_path,
        parameters_schema=found.parameters_schema,
    )
    return arguments_of(script_spec(script).config["parameter_arguments"], parameters)


def run(found: Found, folder: Path, parameters: dict[str, Any]) -> Any:
    argv = [sys.executable, str(folder / found.script_path), *arguments(found, parameters)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return __import__("json").loads(done.stdout)


def test_each_argument_becomes_a_parameter(read: Read):
    schema = read(CODE).parameters_schema
    shown = {
        name: {key: value for key, value in part.items() if key != "x-argument"}
        for name, part in schema["properties"].items()
    }
    assert schema["required"] == ["path", "mode"]
    assert shown == {
        "path": {"type": "string", "description": "Where to look"},
        "max_count": {"type": "integer", "default": 3, "description": "How many (default: 3)"},
        "ratio": {"type": "number"},
        "dry_run": {"type": "boolean", "default": False},
        "color": {"type": "boolean", "default": True},
        "cache": {"type": "boolean"},
        "v": {"type": "integer", "minimum": 0, "maximum": 20, "default": 0},
        "mode": {"type": "string", "enum": ["fast", "slow"]},
        "tag": {"type": "array", "items": {"type": "string"}},
        "files": {"type": "array", "items": {"type": "string"}},
        "x": {"type": "string"},
        "rest": {"type": "array", "items": {"type": "string"}},
    }


def test_parameters_arrive_as_the_script_reads_them(read: Read, tmp_path: Path):
    given = {
        "path": "-odd name.txt",
        "max_count": -7,
        "ratio": 0.5,
        "dry_run": True,
        "color": False,
        "cache": False,
        "v": 2,
        "mode": "slow",
        "tag": ["--a", "b c"],
        "files": ["one", "two"],
        "x": "-1",
        "rest": ["--help", "$HOME"],
    }
    assert run(read(CODE), tmp_path, given) == given


def test_what_is_not_given_is_not_passed(read: Read, tmp_path: Path):
    seen = run(read(CODE), tmp_path, {"path": "p", "mode": "fast", "ratio": None})
    assert (seen["max_count"], seen["ratio"], seen["color"], seen["rest"]) == (3, None, True, [])


def test_a_value_of_a_list_cannot_become_an_option(read: Read):
    with pytest.raises(ExecutionError) as raised:
        arguments(read(CODE), {"files": ["a", "--dry-run"]})
    assert raised.value.field == "parameters.files"


def test_sub_commands_are_told(tmp_path: Path):
    text = "import argparse\np = argparse.ArgumentParser()\np.add_subparsers()\np.add_argument('x')\n"
    (tmp_path / "example.py").write_text(textwrap.dedent(text))
    found, [problem] = describe(tmp_path / "example.py", tmp_path)
    assert problem.code == "script_subcommands"
    assert found.parameters_schema["properties"] == {}
