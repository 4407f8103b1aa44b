"""What is wrong with a script, and why a run left no result, stand where people look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import scripts_world
from tests.e2e.axe import violations
from tests.e2e.elsewhere import elsewhere
from tests.e2e.watched import press, shows, sign_in, watched
from watchbell.testing import Product

_ROUTE = "/scanDevUpdate"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("problems") / "scripts"


@pytest.fixture(scope="module")
def own(folder: Path) -> Iterator[Product]:
    """A Watchbell with a script whose parameters cannot be read, and one that prints no JSON."""
    folder.mkdir()
    (folder / "unusable.py").write_text('"""Cleans up."""\n')
    (folder / "quiet.py").write_text('"""Says nothing."""\nprint("all is well")\n')
    with Product(folder.parent / "data", WATCHBELL_STOP_GRACE="1") as product:
        scripts_world.register(product, folder)
        for name in ("unusable", "quiet"):
            button = {"page_route": _ROUTE, "script_name": name, "button_text": name}
            product.post("/api/page-buttons", button)
        (folder / "unusable.schema.json").write_text("[")
        assert product.cli("scripts", "register", str(folder)).returncode == 1
        yield product


@pytest.fixture
def ids(own: Product) -> dict[str, Any]:
    return {one["name"]: one["id"] for one in own.get("/api/script-overview")["items"]}


@pytest.fixture
def page(browser: Browser, own: Product) -> Iterator[Page]:
    with watched(browser, own.base) as page:
        page.goto("/login")
        sign_in(page)
        shows(page, "Tasks")
        yield page


def test_a_script_says_why_its_file_cannot_be_used(page: Page, ids: dict[str, Any]) -> None:
    page.goto("/scripts")
    row = page.get_by_role("row", name="unusable")
    expect(row).to_contain_text("unusable.schema.json: the description of its parameters cannot be used")
    expect(row.get_by_role("button", name="Run")).to_be_disabled()
    page.goto(f"/scripts/{ids['unusable']}")
    shows(page, "unusable")
    expect(page.get_by_role("main")).to_contain_text("Its file cannot be used as it is. unusable.schema.json")
    assert violations(page) == []
    page.get_by_role("link", name="State its parameters").click()
    shows(page, "Edit unusable")


def test_a_run_that_went_well_says_why_it_left_no_result(
    page: Page, own: Product, ids: dict[str, Any]
) -> None:
    own.finished(scripts_world.press(own, ids["quiet"]))
    page.goto(f"/scripts/{ids['quiet']}")
    main = page.get_by_role("main")
    expect(main).to_contain_text("The last run left no result. The program printed no JSON")
    expect(main).to_contain_text("print(json.dumps(result))")
    expect(page.get_by_role("row", name="Success")).to_contain_text("The program printed no JSON")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("lang", "unusable", "nothing"),
    [
        ("en", "the description of its parameters cannot be used", "The program printed no JSON"),
        ("zh", "参数说明无法使用", "程序没有输出 JSON"),
    ],
)
def test_the_buttons_on_other_pages_say_both(
    browser: Browser, own: Product, folder: Path, lang: str, unusable: str, nothing: str
) -> None:
    with elsewhere(own.base, folder / "none.jsonl") as site, watched(browser, site.origin) as page:
        scope = {"name": "Here", "page_routes": [_ROUTE], "origins": [site.origin]}
        page.goto(site.page(lang, key=str(own.post("/api/button-keys", scope)["key"])))
        told = page.locator("watchbell-buttons")
        expect(told).to_contain_text(unusable)
        told.get_by_role("button", name="quiet", exact=True).click()
        expect(told).to_contain_text(nothing, timeout=30_000)
        assert violations(page) == []


def test_a_folder_is_taken_back_after_it_was_said_what_goes(page: Page, own: Product, folder: Path) -> None:
    page.goto("/scripts")
    press(page, "Scan folders")
    page.get_by_role("button", name=f"Un-register {folder}").click()
    dialog = page.get_by_role("dialog", name=re.compile("Un-register"))
    expect(dialog).to_contain_text("Removed: 2 scripts and 2 buttons.")
    expect(dialog).to_contain_text("The files and all executions, with their logs and results, stay.")
    press(page, "Keep it")
    assert own.get("/api/script-folders")["items"]
    page.get_by_role("button", name=f"Un-register {folder}").click()
    press(page, "Un-register")
    expect(page.get_by_text("No folder is registered yet.")).to_be_visible()
    assert (folder / "quiet.py").exists()
    assert own.get("/api/executions?script=quiet")["items"]
