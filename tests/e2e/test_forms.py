"""The form of a task shows what has an effect, and keeps the rest as it is."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.watched import press, shows
from watchbell.testing import Product


def test_fields_that_do_nothing_yet_are_not_shown_and_keep_their_values(page: Page, product: Product) -> None:
    unseen = {"task_queue": "nights", "task_notify": {"on_failure": True, "email": "ops@example.com"}}
    product.define("quiet", task_name="Quiet", task_type="command", task_exec="/bin/true", **unseen)
    page.goto("/tasks/quiet/edit")
    shows(page, "Edit Quiet")
    expect(page.get_by_text("Log file of the task")).to_be_visible()
    expect(page.get_by_label("Queue", exact=True)).to_have_count(0)
    expect(page.get_by_text("Notify")).to_have_count(0)
    page.get_by_role("textbox", name="Name", exact=True).first.fill("Quieter")
    press(page, "Save")
    expect(page).to_have_url(re.compile("/tasks/quiet/view$"))
    saved = product.get("/api/tasks/quiet")
    assert saved["task_name"] == "Quieter"
    assert saved["task_queue"] == "nights"
    assert saved["task_notify"]["email"] == "ops@example.com"


def test_an_execution_that_is_not_there_is_not_said_to_have_been_removed(page: Page) -> None:
    page.goto("/executions/01890000-0000-7000-8000-000000000000")
    expect(page.get_by_text("There is no such execution.")).to_be_visible()
    expect(page.get_by_text("retention")).to_have_count(0)
