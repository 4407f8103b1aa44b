"""What tests of page buttons look at."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

BUTTON = "运行Print测试"
SLOW = 30_000


def line(page: Page) -> Locator:
    return page.locator("watchbell-buttons [part=status]")


def heard_events(page: Page) -> list[tuple[str, dict[str, Any]]]:
    heard: list[tuple[str, dict[str, Any]]] = page.evaluate("heard")
    return heard
