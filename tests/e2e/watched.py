"""A page that remembers every complaint of the browser, and how to act in it as a person does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from watchbell.testing.product import PASSWORD

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# Answers such as 401 and 422, and a server that is away, belong to some stories.
_NETWORK = re.compile("Failed to load resource|WebSocket connection to|blocked by CORS policy")
_REPORT_CSP = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@contextmanager
def watched(browser: Browser, base: str, *, strict: bool = False, **options: Any) -> Iterator[Page]:
    """A page in a context of its own, which fails the test when the page complained.

    `strict`: failed requests are complaints, too.
    """
    context = browser.new_context(
        **{
            "base_url": base,
            "locale": "en-US",
            "timezone_id": "Asia/Shanghai",
            "viewport": DESKTOP,
            "reduced_motion": "reduce",
            **options,
        }
    )
    context.add_init_script(_REPORT_CSP)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("dialog", lambda dialog: (complaints.append(f"a dialog said {dialog.message}"), dialog.dismiss()))

    def heard(kind: str, text: str) -> None:
        if kind == "error" and (strict or not _NETWORK.search(text)):
            complaints.append(f"{page.url}: {text}")

    page.on("console", lambda line: heard(line.type, line.text))
    try:
        yield page
    finally:
        context.close()
    assert not complaints, complaints


def sign_in(page: Page, username: str = "tester", password: str = PASSWORD) -> None:
    """Fills in the form of /login, which is open in `page`."""
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def shows(page: Page, heading: str) -> None:
    """Waits until the page with this heading is there."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible(timeout=15_000)


def press(page: Page, name: str) -> None:
    """Clicks the button that is called exactly so."""
    page.get_by_role("button", name=name, exact=True).click()
