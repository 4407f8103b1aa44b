"""Ctrl K, the list of keys, and the keys of lists: by keyboard and by mouse."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.watched import PHONE, press, shows, watched
from watchbell.testing import Product

_PROGRAM = {"task_type": "command", "task_exec": "/bin/true"}


@pytest.fixture(scope="module", autouse=True)
def tasks(product: Product) -> None:
    product.task("find-me", task_name="Find me by name", **_PROGRAM)
    product.task("another", task_name="Another one", **_PROGRAM)
    product.run("find-me")


def test_a_task_is_found_and_opened_without_a_mouse(page: Page) -> None:
    page.goto("/executions")
    shows(page, "Executions")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()
    field.fill("find me")
    options = page.get_by_role("dialog").get_by_role("option")
    expect(options.first).to_contain_text("find-me")
    expect(page.get_by_role("group", name="Latest executions").get_by_role("option")).to_contain_text(
        "Success"
    )
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("2 results")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tasks/find-me/view"))
    shows(page, "Find me by name")


def test_the_search_says_where_there_is_nothing_and_closes_with_esc(page: Page) -> None:
    page.goto("/")
    press(page, "Search")
    page.get_by_role("combobox", name="Search").fill("nothing like this")
    expect(page.get_by_text("Nothing is called “nothing like this”.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Search")).to_have_count(0)
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_focused()


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_a_page_is_reached_by_touch(browser: Browser, product: Product, session: Any, locale: str) -> None:
    looks = {"locale": locale, "color_scheme": "dark", "viewport": PHONE}
    with watched(browser, product.base, storage_state=session, **looks) as page:
        page.goto("/")
        page.locator("header button[aria-keyshortcuts='Control+K']").click()
        expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
        assert violations(page) == []
        page.get_by_role("dialog").locator("footer button").click()
        expect(page.get_by_role("dialog").locator("kbd").first).to_be_visible()
        assert violations(page) == []


def test_the_list_of_keys_opens_by_key_and_by_mouse_and_switches_letters_off(page: Page) -> None:
    page.goto("/")
    shows(page, "Tasks")
    page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Keys")
    expect(panel).to_contain_text("Search pages, tasks and executions")
    assert violations(page) == []
    panel.get_by_label("Single letters act.").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(panel).to_have_count(0)
    press(page, "Keys")
    panel.get_by_label("Single letters act.").check()


def test_g_and_a_letter_go_to_a_page_and_j_walks_through_the_tasks(page: Page) -> None:
    page.goto("/executions")
    shows(page, "Executions")
    page.keyboard.press("g")
    page.keyboard.press("h")
    shows(page, "Tasks")
    expect(page.get_by_role("row", name="Another one")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("another")
    expect(page).to_have_url(re.compile("q=another"))
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    expect(page.locator("tr.selected")).to_contain_text("Another one")
    page.keyboard.press("Enter")
    shows(page, "Another one")
