"""What keeps a button from working is said in the button."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.buttons.seen import BUTTON, line
from tests.e2e.buttons_world import Buttons
from tests.e2e.elsewhere import Elsewhere


def test_a_key_without_this_origin_is_refused_in_words(page: Page, site: Elsewhere, buttons: Buttons) -> None:
    buttons.key("https://shop.example")
    foreign = site.page(key=str(buttons.key("https://other.example")["key"]))
    page.goto(foreign.replace("localhost", "127.0.0.1"))  # an origin that no key names
    expect(line(page)).to_contain_text("may not use these buttons")
    expect(page.get_by_role("button", name="Scripts")).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize(
    ("lang", "attributes", "reason"),
    [
        ("en", {}, "No key was given for"),
        ("zh", {}, "没有提供"),
        ("en", {"page_route": ""}, "page-route"),
        ("en", {"key": "wbk_no-such-key"}, "key"),
        ("en", {"base_url": "javascript:alert(1)", "key": "x"}, "not a web address"),
    ],
    ids=["no key", "no key, in Chinese", "no route", "wrong key", "wrong address"],
)
def test_what_is_missing_is_said_in_the_button(
    page: Page, site: Elsewhere, key: str, lang: str, attributes: dict[str, str], reason: str
) -> None:
    page.goto(site.page(lang, **attributes))
    expect(line(page)).to_contain_text(reason)
    assert axe.violations(page) == []


def test_a_key_of_another_page_is_refused_in_words(page: Page, site: Elsewhere, buttons: Buttons) -> None:
    page.goto(site.page(key=str(buttons.key(site.origin, "/other")["key"])))
    expect(line(page)).to_contain_text("This key is for the buttons of other pages.")


def test_a_key_that_lists_another_site_does_not_work_here(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.page(key=str(buttons.key("https://other.example")["key"])))
    expect(line(page)).to_contain_text("may not use these buttons")


@pytest.fixture
def switch(buttons: Buttons) -> Iterator[Callable[[bool], None]]:
    """Switches print_test_script on or off; on again at the end."""
    scripts = buttons.product.get("/api/scripts")["items"]
    address = next(f"/api/scripts/{one['id']}" for one in scripts if one["name"] == "print_test_script")

    def set_active(on: bool) -> None:
        buttons.product.request("PATCH", address, {"is_active": on})

    yield set_active
    set_active(True)


def test_a_script_that_is_switched_off_says_so(
    page: Page, site: Elsewhere, key: str, switch: Callable[[bool], None]
) -> None:
    page.goto(site.page(key=key))
    button = page.get_by_role("button", name=BUTTON)
    expect(button).to_be_enabled()
    switch(False)
    button.click()
    expect(line(page)).to_contain_text("Not started")
    expect(line(page)).to_contain_text("is switched off")
    page.reload()
    expect(line(page)).to_contain_text("Not available")
    expect(line(page)).to_contain_text("is switched off")
    expect(button).to_have_attribute("aria-disabled", "true")
    assert axe.violations(page) == []
