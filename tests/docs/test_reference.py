"""The reference says what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from docs import generate
from docs.generators import layers, settings
from tests.docs.code_reasons import reasons
from watchbell.conf import Settings
from watchbell.tasks.definition import FIELDS, TaskDefinition

DOCS = generate.ROOT
LANGUAGES = (".md", ".zh-CN.md")
# Reasons of an execution that could not even be handed to the launcher, whatever raised them.
_BEFORE_THE_START = {"cannot_prepare", "unknown_task_type"}


def test_generated_parts_are_up_to_date():
    outdated = [page.name for page, text, wanted in generate.pages() if text != wanted]
    assert not outdated, "run `make docs`"


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_every_generated_part_has_its_place_in_each_language(suffix: str):
    language = "zh" if suffix != ".md" else "en"
    marked = {
        name
        for page, text, _ in generate.pages()
        if generate.language_of(page) == language
        for name in re.findall(r"<!-- begin (\w+)", text)
    }
    assert marked == set(generate.BLOCKS)


def test_every_setting_is_described_in_chinese():
    assert settings.CHINESE.keys() == Settings.model_fields.keys()


def test_every_layer_is_described():
    assert {name for layer in layers.layers() for name in layer} == layers.CONTENT.keys()


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_every_task_field_is_described_with_its_default(suffix: str):
    rows = table_rows(DOCS / f"reference/task-fields{suffix}", "task_")
    assert list(rows) == list(FIELDS)
    computed = ("task_id", "task_name", "task_log")
    shown = {name: cells[1].strip("`") for name, cells in rows.items() if name not in computed}
    blank = TaskDefinition.stored({})
    assert {name: json.loads(text) for name, text in shown.items()} == {
        name: getattr(blank, name) for name in shown
    }


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_every_reason_the_code_gives_is_explained(suffix: str):
    text = (DOCS / f"concepts/lifecycle{suffix}").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `(\w+)` \| `\w+`(?:(?:, |、)`\w+`)* \|", text, re.MULTILINE)
    assert set(explained) == reasons() | _BEFORE_THE_START
    assert len(explained) == len(set(explained)), "a reason is explained once"


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_every_route_is_listed(suffix: str):
    from watchbell.api.openapi import openapi
    from watchbell.api.site import api

    paths = openapi(api, "/api/")["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    text = (DOCS / f"guides/api{suffix}").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([A-Z]+ /api/\S+)` \|", text, re.MULTILINE)
    assert sorted(listed) == sorted(routes)


def table_rows(page: Path, start: str) -> dict[str, list[str]]:
    """The rows of tables whose first cell is code that begins with `start`: the other cells by the first."""
    found = {}
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"| `{start}"):
            name, *cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            found[name.strip("` ")] = cells
    return found
