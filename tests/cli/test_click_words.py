"""What click says by itself is said in both languages."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from watchbell.cli.click_words import CHINESE

_HAN = re.compile("[\u4e00-\u9fff]")
# For programmers, for Windows, and for what this command line does not use.
_NEVER_MET = re.compile(
    r"DeprecationWarning|deprecated|defined twice|Boolean option|Could not determine name|No options defined|"
    r"Arguments take exactly|must be an iterable|Confirm the action|Invalid start character|Unknown color|"
    r"Press any key|Choice\(|date|format|not a valid UUID|Unknown standard stream"
)
_FILES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types", "utils")


@click.command()
@click.argument("name")
@click.argument("pair", nargs=2, required=False)
@click.option("--count", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--ratio", type=float)
@click.option("--flag", type=bool)
@click.option("--two", nargs=2)
@click.option("--colour", type=click.Choice(["red", "blue"]))
@click.option("--one", type=click.Choice(["red"]))
@click.option("--document", type=click.Path(exists=True, dir_okay=False))
@click.option("--folder", type=click.Path(exists=True, file_okay=False))
@click.option("--on", is_flag=True)
def probe(**_: object) -> None:
    pass


@click.group()
def group() -> None:
    pass


group.add_command(probe)
_WRONG = {
    "no argument": ["probe"],
    "too many arguments": ["probe", "a", "b", "c", "d"],
    "an unknown option": ["probe", "a", "--nothing"],
    "an option almost right": ["probe", "a", "--cuont", "1"],
    "an unknown command": ["prob"],
    "an option without its value": ["probe", "a", "--count"],
    "an option with one value of two": ["probe", "a", "--two", "1"],
    "a flag with a value": ["probe", "a", "--on=1"],
    "no number": ["probe", "a", "--count", "x"],
    "no fraction": ["probe", "a", "--ratio", "x"],
    "out of range": ["probe", "a", "--count", "0"],
    "no choice": ["probe", "a", "--colour", "green"],
    "not the only choice": ["probe", "a", "--one", "green"],
    "no boolean": ["probe", "a", "--flag", "maybe"],
    "no such file": ["probe", "a", "--document", "/nothing/here"],
    "a folder for a file": ["probe", "a", "--document", "/"],
    "a file for a folder": ["probe", "a", "--folder", sys.executable],
}


def said(words: list[str]) -> str:
    done = CliRunner().invoke(group, words)
    assert done.exit_code == 2, done.output
    return done.output


@pytest.mark.parametrize("words", _WRONG.values(), ids=_WRONG)
def test_every_mistake_on_the_command_line_is_told_in_chinese(
    monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("WATCHBELL_LANGUAGE", "zh")

    output = said(words)

    assert "错误：" in output
    told = output.partition("错误：")[2]
    assert _HAN.search(told), told
    assert not re.search(r"\b(not|missing|invalid|requires|unexpected|file|range|No such)\b", told, re.I), (
        told
    )


def test_in_english_click_says_what_it_always_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBELL_LANGUAGE", "en")

    assert "Error: Missing argument 'NAME'." in said(["probe"])
    assert "0 is not in the range 1<=x<=1000." in said(["probe", "a", "--count", "0"])


def test_the_help_of_a_command_is_chinese_as_a_whole() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "watchbell", "schedule", "preview", "--help"],
        env={**os.environ, "WATCHBELL_LANGUAGE": "zh"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"用法:", "选项", "默认："} <= {
        word for word in ("用法:", "选项", "默认：") if word in done.stdout
    }
    assert not re.search(r"Usage|Options|default|Show", done.stdout)


def test_every_sentence_of_click_that_can_be_met_has_its_chinese() -> None:
    """A newer click that says it otherwise fails here, and not before a reader."""
    folder = Path(click.__file__).parent
    asked = {sentence for name in _FILES for sentence in _sentences((folder / f"{name}.py").read_text())}
    assert len(asked) > 50
    assert not {one for one in asked if not _NEVER_MET.search(one)} - CHINESE.keys()


def _sentences(source: str) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext")]
    first = [call.args[0] for call in named]
    return {
        argument.value
        for argument in first
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
