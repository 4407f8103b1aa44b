"""Pages change by themselves, and tell when they cannot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from watchbell.testing import Product

_LINES = 150
_COUNTING = f"""
import time
for n in range(1, {_LINES + 1}):
    print(f"this is line {{n}}", flush=True)
    time.sleep(0.05)
"""
# The viewer keeps only what can be seen, so it is scrolled through.
_READ_ALL = """async (region) => {
  const lines = {};
  for (let top = 0; top < region.scrollHeight; top += region.clientHeight / 2) {
    region.scrollTop = top;
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    for (const number of region.querySelectorAll("[data-line]"))
      lines[number.dataset.line] = number.parentElement.textContent.trim();
  }
  return lines;
}"""


@pytest.fixture
def interrupted(product: Product) -> Iterator[Product]:
    """The product, which a test may leave dead."""
    yield product
    if product.process is None:
        product.start()


def _dot(page: Page, word: str) -> Locator:
    return page.get_by_role("banner").get_by_text(word, exact=True)


def test_the_list_follows_a_run_by_itself(page: Page, product: Product) -> None:
    product.script("short.sh", "#!/bin/sh\nsleep 1\n")
    product.task("short", task_name="A short one", task_type="shell", task_exec="tasks/short.sh")
    page.goto("/")
    row = page.get_by_role("row", name="A short one")
    expect(row).to_contain_text("Never ran")
    expect(_dot(page, "Live")).to_be_visible()
    product.execute("short")
    expect(row.get_by_role("button", name="Stop")).to_be_visible()
    expect(row).to_contain_text("Success")
    expect(row.get_by_role("button", name="Run")).to_be_visible()


def test_a_log_goes_on_without_gap_or_repeat_when_the_server_comes_back(
    page: Page, interrupted: Product
) -> None:
    product = interrupted
    product.script("counting.py", _COUNTING)
    product.task("counting", task_type="python", task_exec="tasks/counting.py")
    execution_id = product.execute("counting")
    page.goto(f"/executions/{execution_id}")
    log = page.get_by_role("region", name="Lines of the log")
    expect(log).to_contain_text("this is line 10")
    product.kill()
    expect(_dot(page, "Offline")).to_be_visible(timeout=15_000)
    product.start()
    expect(_dot(page, "Live")).to_be_visible(timeout=30_000)
    expect(page.get_by_text(f"{_LINES} lines")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("main").get_by_text("Success", exact=True)).to_be_visible()
    assert log.evaluate(_READ_ALL) == {str(n): f"this is line {n}" for n in range(1, _LINES + 1)}
