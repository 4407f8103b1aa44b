"""What is done to many tasks at once, with a result for each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.watched import PHONE, press
from watchbell.testing import Product

_PROGRAM = {"task_type": "command", "task_exec": "/bin/true", "task_tags": ["many"]}
_NAMES = ("one", "two", "three")
_MORE_THAN_A_PAGE = 52
_NEEDS = {"type": "object", "required": ["day"], "properties": {"day": {"type": "string"}}}


@pytest.fixture(autouse=True)
def tasks(product: Product) -> None:
    for name in _NAMES:
        fields = {"task_dependencies": ["many-one"]} if name == "two" else {}
        asks = {"task_parameters": _NEEDS} if name == "three" else {}
        product.define(f"many-{name}", task_name=f"Many {name}", **_PROGRAM, **fields, **asks)


@pytest.fixture
def chosen(page: Page) -> Callable[..., None]:
    def choose(*names: str) -> None:
        page.goto("/?tag=many")
        for name in names:
            page.get_by_label(f"Select Many {name}", exact=True).check()

    return choose


def test_tasks_are_paused_and_enabled_together(
    page: Page, product: Product, chosen: Callable[..., None]
) -> None:
    chosen()
    page.get_by_label("Select all tasks of this page").check()
    bar = page.get_by_role("region", name="Selected tasks")
    expect(bar).to_contain_text("3 selected")
    bar.get_by_role("button", name="Pause").click()
    panel = page.get_by_role("dialog", name="Pause 3 tasks")
    expect(panel.get_by_role("status")).to_have_text("3 of 3 done.")
    expect(panel.get_by_text("Paused", exact=True)).to_have_count(3)
    assert violations(page) == []
    panel.get_by_role("button", name="Close").last.click()
    assert {product.get(f"/api/tasks/many-{name}")["task_enabled"] for name in _NAMES} == {False}
    bar.get_by_role("button", name="Enable").click()
    expect(page.get_by_role("dialog").get_by_text("Enabled", exact=True)).to_have_count(3)
    page.keyboard.press("Escape")
    bar.get_by_role("button", name="Clear the selection").click()
    expect(bar).to_have_count(0)


def test_each_run_has_its_own_end_and_what_was_refused_says_why(
    page: Page, product: Product, chosen: Callable[..., None]
) -> None:
    chosen("one", "three")
    page.get_by_role("region", name="Selected tasks").get_by_role("button", name="Run").click()
    panel = page.get_by_role("dialog", name="Run 2 tasks")
    expect(panel.get_by_role("status")).to_contain_text("2 of 2 done. One failed.")
    expect(panel.get_by_role("listitem").filter(has_text="Many three")).to_contain_text("day")
    panel.get_by_role("button", name="Try the failed one again").click()
    expect(panel.get_by_role("status")).to_contain_text("One failed.")
    panel.get_by_role("listitem").filter(has_text="Many one").get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Many one")
    assert len(product.get("/api/tasks/many-one/executions")["items"]) == 1


def test_a_run_that_is_skipped_at_once_says_why(page: Page, product: Product) -> None:
    product.script("busy.sh", "#!/bin/sh\nexec sleep 600\n")
    product.task("busy", task_name="Busy", task_type="shell", task_exec="tasks/busy.sh", task_tags=["busy"])
    product.running(product.execute("busy"))
    page.goto("/?tag=busy")
    page.get_by_label("Select Busy").check()
    page.get_by_role("region", name="Selected tasks").get_by_role("button", name="Run").click()
    panel = page.get_by_role("dialog", name="Run one task")
    expect(panel.get_by_role("listitem")).to_contain_text("Skipped: The run before it was still going.")
    product.post("/api/tasks/busy/stop")


def test_deleting_many_asks_for_their_number_and_minds_what_needs_what(
    page: Page, product: Product, chosen: Callable[..., None]
) -> None:
    chosen("one", "two")
    page.get_by_role("region", name="Selected tasks").get_by_role("button", name="Delete…").click()
    panel = page.get_by_role("dialog", name="Delete 2 tasks?")
    delete = panel.get_by_role("button", name="Delete 2 tasks")
    expect(delete).to_be_disabled()
    assert violations(page) == []
    panel.get_by_label("Type 2 to confirm").fill("2")
    delete.click()
    expect(panel.get_by_role("status")).to_have_text("2 of 2 done.")
    page.keyboard.press("Escape")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert [task["task_id"] for task in product.get("/api/tasks", tag="many")["items"]] == ["many-three"]


def test_tasks_are_selected_and_run_by_keyboard(page: Page, chosen: Callable[..., None]) -> None:
    chosen()
    expect(page.get_by_role("row", name="Many two")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("region", name="Selected tasks")).to_contain_text("One selected")
    page.keyboard.press("r")
    expect(page.get_by_role("region", name="Notices")).to_contain_text("Many one")
    page.keyboard.press(".")
    expect(page.get_by_role("menuitem", name="Delete")).to_be_visible()


def test_the_bar_fits_a_phone(page: Page, chosen: Callable[..., None]) -> None:
    page.set_viewport_size(PHONE)
    chosen("one", "two")
    page.screenshot(path="test-results/shots/bulk-phone.png")
    expect(page.get_by_role("region", name="Selected tasks")).to_be_in_viewport()
    page.set_viewport_size({**PHONE, "height": 2400})  # nothing lies half below a bar then
    assert violations(page) == []
    wanted, there_is = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wanted <= there_is
    press(page, "Clear the selection")


def test_all_of_a_page_are_selected_by_keyboard_and_filters_keep_what_is_selected(
    page: Page, product: Product
) -> None:
    product.define("lone", task_name="Lone", **{**_PROGRAM, "task_tags": ["lone"]})
    page.goto("/?q=Many")
    every = page.get_by_label("Select all tasks of this page")
    expect(page.locator("tbody tr")).to_have_count(len(product.get("/api/tasks", tag="many")["items"]))
    many = page.locator("tbody tr").count()
    bar = page.get_by_role("region", name="Selected tasks")
    every.focus()
    page.keyboard.press("Space")
    expect(every).to_be_checked()
    expect(bar).to_contain_text(f"{many} selected")
    page.get_by_label("Select Many one", exact=True).press("Space")
    expect(every).not_to_be_checked()
    assert every.evaluate("(box) => box.indeterminate")
    page.get_by_label("Search tasks").fill("Lone")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(every).not_to_be_checked()
    expect(bar).to_contain_text(f"({many - 1} not on this page)")
    every.check()
    expect(bar).to_contain_text(f"{many} selected")
    every.uncheck()
    expect(bar).to_contain_text(f"{many - 1} selected")


def test_all_of_a_page_are_those_of_that_page(page: Page, product: Product) -> None:
    for number in range(_MORE_THAN_A_PAGE):
        product.define(f"paged-{number}", task_name=f"Paged {number}", **{**_PROGRAM, "task_tags": ["paged"]})
    page.goto("/?tag=paged")
    every = page.get_by_label("Select all tasks of this page")
    every.check()
    here = page.locator("tbody tr").count()
    bar = page.get_by_role("region", name="Selected tasks")
    expect(bar).to_contain_text(f"{here} selected")
    page.get_by_role("navigation", name="Pages").get_by_role("button", name="Next page").click()
    expect(every).not_to_be_checked()
    expect(bar).to_contain_text(f"({here} not on this page)")


def test_the_bar_does_not_hide_the_row_that_was_chosen_on_a_phone(
    page: Page, chosen: Callable[..., None]
) -> None:
    page.set_viewport_size({**PHONE, "height": 640})
    page.goto("/")
    boxes = page.locator("tbody .choose input")
    expect(boxes.first).to_be_attached()
    last = boxes.nth(min(boxes.count() - 1, 4))
    last.evaluate("(box) => box.scrollIntoView({ block: 'end' })")
    last.check()
    bar = page.get_by_role("region", name="Selected tasks")
    expect(bar).to_be_in_viewport()
    row, over = last.locator("xpath=ancestor::tr").bounding_box(), bar.bounding_box()
    assert row is not None
    assert over is not None
    assert row["y"] + row["height"] <= over["y"]
    assert over["height"] <= 120
