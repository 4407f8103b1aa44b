"""Pages come in both languages, lead where they say, and show what works."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from watchbell.tasks.definition import TaskDefinition

ROOT = Path(__file__).parents[2]
CHINESE = ".zh-CN.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def page_id(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_page_exists_in_both_languages(page: Path):
    if page.parent.name == "decisions":
        return
    name = page.name.removesuffix(CHINESE).removesuffix(".md")
    assert (page.parent / f"{name}.md").exists()
    assert (page.parent / f"{name}{CHINESE}").exists()


def test_every_decision_is_listed_in_both_languages():
    folder = ROOT / "docs/decisions"
    decisions = {page.name for page in folder.glob("0*.md")}
    for name in ("README.md", f"README{CHINESE}"):
        assert set(_LINK.findall((folder / name).read_text(encoding="utf-8"))) >= decisions


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_row_of_a_table_has_as_many_cells_as_its_head(page: Path):
    lines = without_code(page).splitlines()
    cells = [len(re.findall(r"(?<!\\)\|", re.sub(r"`[^`]*`", "", line))) for line in lines]
    wrong = [
        line
        for number, line in enumerate(lines)
        if number and line.startswith("|") and lines[number - 1].startswith("|")
        if cells[number] != cells[number - 1]
    ]
    assert not wrong


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path):
    broken = [link for link in _LINK.findall(without_code(page)) if not resolves(page, link)]
    assert not broken


@pytest.mark.parametrize("page", [page for page in PAGES if page.name.endswith(CHINESE)], ids=page_id)
def test_chinese_pages_link_to_chinese_pages(page: Path):
    links = [link.partition("#")[0] for link in _LINK.findall(without_code(page))]
    own = page.name.replace(CHINESE, ".md")
    english = [
        link
        for link in links
        if link.endswith(".md")
        and not link.endswith(CHINESE)
        and not link.startswith("http")
        and "decisions/" not in link
        and page.parent.name != "decisions"
        and link != own
    ]
    assert not english


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_both_languages_have_the_same_sections_and_code(page: Path):
    if page.parent.name == "decisions" or page.name.endswith(CHINESE):
        return
    twin = page.with_name(page.name.replace(".md", CHINESE))
    assert [level for level, _ in headings(page)] == [level for level, _ in headings(twin)]
    assert [kind for kind, _ in fences(page)] == [kind for kind, _ in fences(twin)]


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_tasks_shown_as_json_are_valid(page: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("watchbell.access.secrets.secret_exists", lambda name: True)
    for kind, text in fences(page):
        if kind == "json":
            shown = json.loads(text)
            if isinstance(shown, list):
                continue  # page buttons
            for task in shown.get("tasks", [shown] if "task_id" in shown else []):
                TaskDefinition.read(task)


def resolves(page: Path, link: str) -> bool:
    if "://" in link:
        return True
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or anchor in {slug(text) for _, text in headings(target)}


def headings(page: Path) -> list[tuple[int, str]]:
    found = re.findall(r"^(#+) (.+)$", without_code(page), re.MULTILINE)
    return [(len(marks), text) for marks, text in found]


def slug(heading: str) -> str:
    """The anchor that GitHub gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def fences(page: Path) -> list[tuple[str, str]]:
    return _FENCE.findall(page.read_text(encoding="utf-8"))


def without_code(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))
