"""Every column of a list can be read, however wide the window is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.watched import PHONE
from watchbell.testing import Product

_SHOTS = Path("test-results/shots")
_WIDTHS = (1024, 1200, 1280, 1366, 1440, 1920)
_LISTS = ("/?tag=wide", "/executions", "/scripts", "/buttons", "/pipelines")
_TRUE = {"task_type": "command", "task_exec": "/bin/true", "task_tags": ["wide"]}
_NAME = "Reconcile the ledger of every branch with the statements of the banks"
_PIPELINE = {"steps": [{"id": "one", "type": "command", "program": "/bin/true"}]}
# Of each column: the room inside its cells, the room its title wants; and what sticks out of its cell.
_MEASURED = """() => {
  const inside = (cell) => {
    const { paddingLeft, paddingRight } = getComputedStyle(cell);
    return cell.getBoundingClientRect().width - parseFloat(paddingLeft) - parseFloat(paddingRight);
  };
  const wanted = (cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return cell.querySelector(".visually-hidden, input") ? 0 : range.getBoundingClientRect().width;
  };
  const shown = (element) => element.getClientRects().length > 0;
  const heads = [...document.querySelectorAll("thead th")].filter(shown);
  const cells = [...document.querySelectorAll("tbody td")].filter(shown);
  const cut = (element, cell) => {
    for (let box = element.parentElement; box !== cell.parentElement; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") return true;
    return false;
  };
  const out = (cell) => [...cell.querySelectorAll("*")].filter(shown).some((one) => {
    const [a, b] = [one.getBoundingClientRect(), cell.getBoundingClientRect()];
    return (a.right > b.right + 1 || a.left < b.left - 1) && !cut(one, cell);
  });
  return {
    columns: heads.map((head) => [head.textContent.trim(), inside(head), wanted(head)]),
    out: cells.filter(out).map((cell) => cell.textContent.trim()),
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""
# What is written in words needs room for some of them.
_WORDY = {
    "Name": 150,
    "Last result": 150,
    "Task": 130,
    "Reason or result": 130,
    "Schedule": 170,
    "Next run": 140,
}
_WORDY |= {"Runs": 130, "Text": 130, "Last run": 150, "File": 110, "Parameters": 85}


@pytest.fixture(scope="module", autouse=True)
def tasks(product: Product, scripts: object) -> None:
    product.define("wide-cron", task_name=_NAME, task_schedule="*/15 9-17 * * 1-5", **_TRUE)
    product.define("wide-every", task_name="Short", task_schedule=[{"every": "5m"}], **_TRUE)
    product.define("wide-failing", **{**_TRUE, "task_exec": "/bin/false"}, task_timezone="Asia/Kathmandu")
    line = {"task_type": "pipeline", "task_config": _PIPELINE, "task_schedule": "0 3 * * *"}
    product.define("wide-line", task_name=_NAME, **line)
    for name in ("wide-cron", "wide-every", "wide-failing", "wide-line"):
        product.run(name)


def _measured(page: Page, address: str, width: int) -> Any:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    expect(page.locator("tbody tr").first).to_be_visible(timeout=15_000)
    expect(page.locator(".skeleton")).to_have_count(0)
    slug = address.strip("/?").split("=")[0] or "tasks"
    page.screenshot(path=_SHOTS / f"width-{slug}-{width}.png")
    return page.evaluate(_MEASURED)


@pytest.mark.parametrize("address", _LISTS)
def test_every_column_that_is_shown_can_be_read(page: Page, address: str) -> None:
    for width in _WIDTHS:
        found = _measured(page, address, width)
        where = f"{address} at {width} px"
        assert found["sideways"] <= 0, where
        assert found["out"] == [], where
        for title, room, wanted in found["columns"]:
            assert room >= wanted - 1, f"{where}: the title {title} is cut, {room} of {wanted} px"
            assert room >= _WORDY.get(title, 0), f"{where}: {title} has {room} px"


def test_the_schedule_is_told_at_every_width(page: Page) -> None:
    for width in (PHONE["width"], *_WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/?tag=wide")
        words = page.get_by_role("row", name="Short").get_by_text("Every 5m", exact=True)
        told = words.filter(visible=True)
        expect(told).to_have_count(1)
        assert told.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1"), f"cut at {width} px"


def test_a_list_on_a_phone_does_not_scroll_sideways(page: Page) -> None:
    for address in _LISTS:
        assert _measured(page, address, PHONE["width"])["sideways"] <= 0, address
