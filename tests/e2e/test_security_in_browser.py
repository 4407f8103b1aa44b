"""What people and programs write stays text; who may not come in stays out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.watched import press, shows, sign_in
from watchbell.testing import Product

_NAME = "<img src=x onerror=alert(1)>"
_HOSTILE = r"""
import sys
print("<script>alert(1)</script><svg onload=alert(2)>")
print("\x1b[31mred\x1b[0m \x1b]0;the title is mine\x07 and on")
print("\x1b]8;;javascript:alert(3)\x07press me\x1b]8;;\x07")
print("\x1b[2J\x1b[Hcleared {{ 7 * 7 }} ${7 * 7}")
sys.exit("<iframe srcdoc='<script>alert(4)</script>'></iframe>")
"""
_WRONG = "Wrong user name or password."


@pytest.fixture(scope="module")
def hostile(product: Product) -> str:
    """The id of an execution whose task and log try to break out of the page."""
    product.script("hostile.py", _HOSTILE)
    product.task(
        "hostile", task_name=_NAME, task_type="python", task_exec="tasks/hostile.py", task_desc=_NAME
    )
    return str(product.run("hostile")["execution_id"])


@pytest.mark.parametrize("address", ["/", "/tasks/hostile/view", "/tasks/hostile/edit", "/executions"])
def test_a_name_full_of_html_is_shown_as_it_is_written(page: Page, hostile: str, address: str) -> None:
    page.goto(address)
    main = page.get_by_role("main")
    expect(main.get_by_text(_NAME).first).to_be_visible(timeout=15_000)
    expect(main.locator("img, iframe, script")).to_have_count(0)


def test_a_log_full_of_html_and_control_sequences_is_shown_as_text(page: Page, hostile: str) -> None:
    page.goto(f"/executions/{hostile}")
    log = page.get_by_role("region", name="Lines of the log")
    expect(log).to_contain_text("<script>alert(1)</script><svg onload=alert(2)>")
    expect(log).to_contain_text("cleared {{ 7 * 7 }} ${7 * 7}")
    expect(log.locator("span", has_text=re.compile("^red$"))).to_be_visible()
    expect(log).to_contain_text("press me")
    expect(log).not_to_contain_text("javascript:")
    expect(page.get_by_role("region", name="Why")).to_contain_text("<iframe srcdoc=")
    expect(page.locator("main :is(img, iframe, script, svg[onload], a[href^=javascript])")).to_have_count(0)
    assert "mine" not in page.title()


def test_a_wrong_password_is_refused_without_saying_which_half_was_wrong(visitor: Page) -> None:
    visitor.goto("/login")
    sign_in(visitor, password="not-the-password")
    expect(visitor.get_by_role("alert")).to_contain_text(_WRONG)
    sign_in(visitor, username="nobody-of-that-name")
    expect(visitor.get_by_role("alert")).to_contain_text(_WRONG)
    sign_in(visitor)
    shows(visitor, "Tasks")


def test_signing_out_ends_the_session(visitor: Page) -> None:
    visitor.goto("/login")
    sign_in(visitor)
    shows(visitor, "Tasks")
    press(visitor, "Account of tester")
    visitor.get_by_role("menuitem", name="Sign out").click()
    shows(visitor, "Sign in")
    visitor.goto("/executions")
    shows(visitor, "Sign in")


def test_a_deep_link_comes_back_after_signing_in(visitor: Page) -> None:
    visitor.goto("/executions?status=failed")
    shows(visitor, "Sign in")
    sign_in(visitor)
    shows(visitor, "Executions")
    expect(visitor).to_have_url(re.compile(r"/executions\?status=failed$"))


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "/\\evil.example/", "https://evil.example/"])
def test_signing_in_does_not_lead_to_another_site(visitor: Page, product: Product, elsewhere: str) -> None:
    visitor.goto(f"/login?next={elsewhere}")
    sign_in(visitor)
    shows(visitor, "Tasks")
    expect(visitor).to_have_url(f"{product.base}/")
