"""From an empty machine to a task that was made, run, watched, stopped and found again."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.painted import TICK, delays
from tests.e2e.watched import press, shows, watched
from watchbell.testing import Product

_PASSWORD = "correct-horse-battery-9"
_TICKING = f"""
import subprocess, sys, time
subprocess.Popen(["sleep", "600"], start_new_session=True)
for n in range(1, 10_000):
    {TICK}
    time.sleep(0.25)
"""
_BROKEN = "import sys\nsys.exit('the disk /backup is not mounted')\n"


@pytest.fixture
def new_product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "data", administrator=False, WATCHBELL_STOP_GRACE="1") as running:
        yield running


def test_from_the_one_time_link_to_a_stopped_run_in_the_history(
    browser: Browser, new_product: Product
) -> None:
    new_product.script("ticking.py", _TICKING)
    with watched(browser, new_product.base) as page:
        _create_the_administrator(page, new_product)
        _create_the_task(page)
        _run_it_and_watch(page)
        _stop_it(page)
        assert not new_product.programs()
        _find_it(page)


def _create_the_administrator(page: Page, product: Product) -> None:
    page.goto("/")
    expect(page.get_by_text("There is no administrator yet.")).to_be_visible(timeout=15_000)
    token = (product.data_dir / "run/setup_token").read_text()
    page.goto(f"/setup?token={token}")
    shows(page, "Create the first administrator")
    assert violations(page) == []
    page.get_by_label("User name").fill("ada")
    page.get_by_label(re.compile("^Password")).fill(_PASSWORD)
    press(page, "Create administrator")
    expect(page.get_by_text("There are no tasks yet.")).to_be_visible()
    assert violations(page) == []
    press(page, "Create the first task")
    shows(page, "New task")


def _create_the_task(page: Page) -> None:
    page.get_by_role("textbox", name="Name", exact=True).fill("Tick and tock")
    expect(page.get_by_role("textbox", name="Id", exact=True)).to_have_value("tick-and-tock")
    page.get_by_role("combobox", name="Type", exact=True).press("Enter")
    page.get_by_role("option", name="Python script").click()
    page.get_by_role("textbox", name="Program", exact=True).fill("tasks/ticking.py")
    _choose_a_schedule(page)
    press(page, "Save")
    shows(page, "Tick and tock")
    expect(page.get_by_text("Tick and tock is saved.")).to_be_visible()


def _choose_a_schedule(page: Page) -> None:
    cron = page.get_by_label("Cron expression")
    preview = page.get_by_role("complementary", name="Next runs")
    cron.fill("61 * * * *")
    expect(cron).to_have_accessible_description(re.compile("minute: 61 .* outside 0-59"))
    expect(preview).to_contain_text("not valid")
    press(page, "Daily 03:00")
    expect(cron).to_have_value("0 3 * * *")
    expect(cron).not_to_have_accessible_description(re.compile("61"))
    expect(preview).to_contain_text("At 03:00, every day")
    expect(preview.get_by_role("row")).to_have_count(5)


def _run_it_and_watch(page: Page) -> None:
    press(page, "Run")
    notices = page.get_by_role("region", name="Notices")
    notices.get_by_role("link", name="Open").click()
    expect(page).to_have_url(re.compile("/executions/"))
    observed = delays(page, 8)
    logging.info("from write to screen: %s ms", [round(delay * 1000) for delay in observed])
    assert median(observed) < 1
    expect(page.get_by_role("main").get_by_text("Running", exact=True)).to_be_visible()


def _stop_it(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Stop", exact=True).click()
    press(page, "Stop run")
    expect(page.get_by_text("Stopped: 2 processes ended, 0 survivors.")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="Rerun")).to_be_visible()


def _find_it(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Executions").click()
    shows(page, "Executions")
    page.get_by_role("button", name="Cancelled").click()
    expect(page).to_have_url(re.compile("status=cancelled"))
    row = page.get_by_role("row", name="Tick and tock")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Cancelled")
    expect(row).to_contain_text(re.compile("stopped", re.IGNORECASE))


def test_a_failing_task_says_why_on_the_list(page: Page, product: Product) -> None:
    product.script("broken.py", _BROKEN)
    product.task(
        "broken", task_name="Copy to the other site", task_type="python", task_exec="tasks/broken.py"
    )
    product.run("broken")
    page.goto("/")
    row = page.get_by_role("row", name="Copy to the other site")
    expect(row).to_contain_text("Failed")
    expect(row).to_contain_text("the disk /backup is not mounted")
    attention = page.get_by_role("region", name="Now").get_by_role("listitem").filter(has_text="Copy to")
    expect(attention).to_contain_text("Failed")
