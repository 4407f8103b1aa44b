"""Every page, in both themes, in both languages, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import world
from tests.e2e.axe import violations
from tests.e2e.scripts_world import ScriptsWorld
from tests.e2e.watched import DESKTOP, PHONE, press, shows, watched
from watchbell.testing import Product

_SHOTS = Path("test-results/shots")
_OPEN_PAGES = {"login": "/login", "setup": "/setup"}
_PAGES = {
    "tasks": "/",
    "task-new": "/tasks/new",
    "task-edit": "/tasks/nightly-backup/edit",
    "task-view": "/tasks/nightly-backup/view",
    "task-logs": "/tasks/nightly-backup/logs",
    "task-executions": "/tasks/nightly-backup/executions",
    "executions": "/executions",
    "execution": "/executions/{failed}",
    "execution-running": "/executions/{running}",
    "execution-result": "/executions/{run}?tab=result",
    "scripts": "/scripts",
    "script": "/scripts/{script}",
    "script-executions": "/scripts/{script}?tab=executions",
    "script-results": "/scripts/{script}?tab=results",
    "script-edit": "/scripts/{script}/edit",
    "buttons": "/buttons",
    "button-new": "/buttons/new?script={script}",
    "button-edit": "/buttons/{button}",
    "button-keys": "/button-keys",
}
_LOCALES = {"en": "en-US", "zh": "zh-CN"}
_WIDTH = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.fixture(scope="module")
def failed(product: Product) -> str:
    """The id of a failed execution in a product that has been used for a while."""
    return world.fill(product)


@pytest.fixture(scope="module")
def places(failed: str, scripts: ScriptsWorld) -> dict[str, object]:
    """What the addresses of the pages name."""
    ids = {"button": scripts.button, "run": scripts.run, "running": scripts.running}
    return {"failed": failed, "script": scripts.ids["inventory"], **ids}


@pytest.fixture(scope="module", params=["light-en", "dark-en", "light-zh", "dark-zh"])
def looks(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    theme, language = request.param.split("-")
    return request.param, {"color_scheme": theme, "locale": _LOCALES[language], "strict": True}


@pytest.fixture(scope="module")
def look(browser: Browser, product: Product, session: Any, looks: Any) -> Iterator[tuple[str, Page]]:
    """One page for all addresses, so that the browser loads each script once per look."""
    name, options = looks
    with watched(browser, product.base, storage_state=session, **options) as page:
        yield name, page


@pytest.mark.parametrize("slug", _PAGES)
def test_a_page_is_sound(look: tuple[str, Page], slug: str, places: dict[str, object]) -> None:
    name, page = look
    _is_sound(page, _PAGES[slug].format(**places), f"{slug}-{name}")


@pytest.mark.parametrize("slug", _OPEN_PAGES)
def test_a_page_before_sign_in_is_sound(browser: Browser, product: Product, looks: Any, slug: str) -> None:
    name, options = looks
    with watched(browser, product.base, **options) as page:
        _is_sound(page, _OPEN_PAGES[slug], f"{slug}-{name}")


def _is_sound(page: Page, address: str, shot: str) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto(address)
    _settled(page)
    assert page.locator("h1").count() == 1
    page.screenshot(path=_SHOTS / f"{shot}-desktop.png", full_page=True)
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    page.screenshot(path=_SHOTS / f"{shot}-phone.png", full_page=True)
    wanted, there_is = page.evaluate(_WIDTH)
    assert wanted <= there_is, f"scrolls sideways on a phone: {wanted} px"


def _settled(page: Page) -> None:
    expect(page.locator("h1")).to_be_visible(timeout=15_000)
    expect(page.locator(".skeleton")).to_have_count(0)
    if page.locator("a[download][href*='/logs/']").count():  # a log viewer
        expect(page.locator("[data-line]").first).to_be_visible()


def test_what_opens_over_a_page_is_sound(page: Page, failed: str) -> None:
    page.goto("/?q=Crawl the shops")
    page.get_by_role("row", name="Crawl the shops").get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Keep running")).to_be_focused()
    assert violations(page) == []
    page.screenshot(path=_SHOTS / "confirm.png")
    press(page, "Keep running")
    page.goto("/?q=Sync a region")
    row = page.get_by_role("row", name="Sync a region")
    row.get_by_role("button", name="Run…").click()
    expect(page.get_by_role("dialog", name="Run Sync a region")).to_be_visible()
    assert violations(page) == []
    page.screenshot(path=_SHOTS / "run-panel.png")
    page.keyboard.press("Escape")
    row.get_by_role("button", name="More for Sync a region").click()
    expect(page.get_by_role("menuitem", name="Delete")).to_be_visible()
    assert violations(page) == []


def test_the_language_changes_without_a_reload_and_is_remembered(page: Page) -> None:
    page.goto("/")
    shows(page, "Tasks")
    page.evaluate("() => (window.still = true)")
    page.get_by_label("Language").select_option("zh")
    expect(page.get_by_role("navigation", name="主菜单").get_by_role("link", name="任务")).to_be_visible()
    shows(page, "任务")
    assert page.evaluate("() => window.still && document.documentElement.lang") == "zh-CN"
    page.reload()
    shows(page, "任务")


def test_the_theme_is_remembered(page: Page) -> None:
    page.goto("/")
    press(page, "Dark theme")
    expect(page.locator("html")).to_have_class("dark")
    page.reload()
    expect(page.locator("html")).to_have_class("dark")
    press(page, "Light theme")
    expect(page.locator("html")).not_to_have_class("dark")
