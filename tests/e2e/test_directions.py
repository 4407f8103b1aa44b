"""Names and output that turn the direction of writing turn nothing around them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.watched import shows
from watchbell.testing import Product

_TURNING = "invoice\u202efdp.exe"
_SHOWN = "invoice[U+202E]fdp.exe"


def test_a_name_that_turns_directions_turns_neither_the_id_nor_the_row(page: Page, product: Product) -> None:
    program = product.script("turning.sh", "#!/bin/sh\nprintf 'a\\342\\200\\256b\\n'\n")
    fields = {"task_type": "shell", "task_exec": program, "task_tags": ["turning"]}
    product.define("turning", task_name=_TURNING, **fields)
    execution_id = product.run("turning")["execution_id"]
    page.goto("/tasks/turning/view")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"{_SHOWN} turning")
    name, task_id = heading.locator("bdi").first.bounding_box(), heading.locator(".id").bounding_box()
    assert name is not None
    assert task_id is not None
    assert name["x"] + name["width"] <= task_id["x"]
    for address in ("/?tag=turning", "/executions", f"/executions/{execution_id}"):
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text(_SHOWN)
        assert "\u202e" not in page.get_by_role("main").inner_text()
    expect(page.locator(".line .text").first).to_have_text("a[U+202E]b")


def test_a_name_is_edited_as_it_is(page: Page, product: Product) -> None:
    product.define("turned", task_name=_TURNING, task_type="command", task_exec="/bin/true")
    page.goto("/tasks/turned/edit")
    shows(page, f"Edit {_SHOWN}")
    expect(page.get_by_role("textbox", name="Name", exact=True).first).to_have_value(_TURNING)
