"""Times are those of the task's zone, wherever they stand, and say so."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from watchbell.testing import Product

_KATHMANDU = re.compile(r"\d\d:\d\d(:\d\d)? \+05:45")


@pytest.fixture(scope="module")
def ran(product: Product) -> str:
    """The id of an execution of a task with a zone of its own."""
    program = {"task_type": "command", "task_exec": "/bin/false"}
    product.task(
        "far", task_name="Far away", task_timezone="Asia/Kathmandu", task_schedule="0 3 * * *", **program
    )
    return str(product.run("far")["execution_id"])


@pytest.mark.parametrize(
    "path", ["/executions", "/executions/{ran}", "/tasks/far/view", "/tasks/far/executions"]
)
def test_a_time_is_shown_in_the_zone_of_its_task(page: Page, ran: str, path: str) -> None:
    page.goto(path.format(ran=ran))
    shown = page.get_by_role("main").locator("time").filter(has_text=_KATHMANDU)
    if path == "/executions":
        shown = page.get_by_role("row", name="Far away").locator("time")
    expect(shown.first).to_have_text(_KATHMANDU)
    expect(shown.first).to_have_attribute("title", re.compile("Asia/Kathmandu\n.*Asia/Shanghai\n.*UTC"))


def test_a_range_of_one_task_is_in_its_zone_and_says_so(page: Page, ran: str) -> None:
    with page.expect_request(lambda request: "from=2025-12-31T18%3A15" in request.url):
        page.goto("/tasks/far/executions?range=custom&from=2026-01-01T00:00")
    expect(page.get_by_text("Asia/Kathmandu +05:45")).to_be_visible()


def test_a_log_is_narrowed_to_a_range_of_time_in_the_zone_of_its_task(page: Page, product: Product) -> None:
    product.script("two.sh", "#!/bin/sh\necho the first line; sleep 3; echo the second line\n")
    zone = {"task_timezone": "Asia/Kathmandu"}
    product.task("two", task_name="Two lines", task_type="shell", task_exec="tasks/two.sh", **zone)
    page.goto(f"/executions/{product.run('two')['execution_id']}")
    lines = page.locator("[data-line]")
    expect(lines).to_have_count(2)
    page.get_by_role("button", name="Time range").click()
    times = page.get_by_role("group", name="Time range")
    expect(times).to_contain_text("Asia/Kathmandu +05:45")
    begin = times.get_by_label("From")
    expect(begin).to_have_value(re.compile(r"\d\d:\d\d:\d\d"))
    assert violations(page) == []
    later = datetime.fromisoformat(begin.input_value()) + timedelta(seconds=2)
    begin.fill(later.isoformat())
    begin.blur()
    expect(lines).to_have_count(1)
    expect(page.get_by_role("region", name="Lines of the log")).to_contain_text("the second line")
    page.get_by_role("button", name="Time range").click()
    expect(lines).to_have_count(2)


def test_steps_that_are_opened_have_the_zone_of_their_pipeline(page: Page, product: Product) -> None:
    steps = [{"id": "one", "type": "command", "program": "/bin/true"}]
    line = {"task_type": "pipeline", "task_config": {"steps": steps}}
    product.define("far-line", task_name="Far line", task_timezone="Asia/Kathmandu", **line)
    pipeline = product.run("far-line")["execution_id"]
    step = product.get("/api/executions", parent_id=pipeline)["items"][0]
    assert step["task_timezone"] == "Asia/Kathmandu"
    page.goto(f"/executions/{step['execution_id']}")
    expect(page.get_by_role("main").locator("time").first).to_have_text(_KATHMANDU)
