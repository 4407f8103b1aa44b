"""Looking after scripts and page buttons in their lists."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.scripts_world import ScriptsWorld
from tests.e2e.watched import press, shows
from watchbell.testing import Product

_ROUTE = "/scanDevUpdate"
_CONFIG = {"page_route": "/imported", "script_name": "inventory", "button_text": "Count"}
pytestmark = pytest.mark.usefixtures("scripts")


def test_scripts_are_found_by_filters_that_live_in_the_address(page: Page) -> None:
    page.goto("/scripts?state=missing")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("old_cleanup")
    expect(rows.get_by_role("button", name="Run")).to_be_disabled()
    press(page, "Clear filters")
    page.get_by_label("Search scripts").fill("打印")
    expect(page).to_have_url(re.compile("q="))
    expect(rows.first).to_contain_text("print_test_script")
    page.get_by_label("Search scripts").fill("nowhere to be found")
    expect(page.get_by_text("No script matches these filters.")).to_be_visible()


def test_a_scan_shows_what_would_change(page: Page) -> None:
    page.goto("/scripts")
    press(page, "Scan folders")
    panel = page.get_by_role("dialog", name="Scan folders")
    for words in ("One new script", "One changed script", "One missing script", "4 unchanged scripts"):
        expect(panel).to_contain_text(words)
    expect(panel).to_contain_text("changes: text of the file")
    expect(panel.get_by_role("alert")).to_contain_text("broken.py, line 2")


def test_a_script_says_why_its_last_run_failed(page: Page, scripts: ScriptsWorld) -> None:
    page.goto("/scripts")
    row = page.get_by_role("row", name="compare")
    expect(row).to_contain_text("the replica db-2 is 4,200 s behind")
    archive = page.get_by_role("row", name="archive").get_by_role("progressbar")
    expect(archive).to_have_attribute("aria-valuenow", "40")
    page.goto(f"/executions/{scripts.running}")
    page.get_by_role("link", name="Go to the script").click()
    shows(page, "archive")


def test_parameters_are_edited_without_writing_json(page: Page, scripts: ScriptsWorld) -> None:
    page.goto(f"/scripts/{scripts.ids['print_test_script']}/edit")
    shows(page, "Edit print_test_script")
    press(page, "Add parameter")
    added = page.get_by_role("group", name="Parameter 3")
    added.get_by_label("Default").fill("7")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("It needs a name.")
    added.get_by_role("textbox", name="Name").fill("days")
    page.get_by_role("group", name="days").get_by_role("textbox", name="Title", exact=True).fill("Days back")
    expect(page.get_by_role("region", name="What the person who runs it will see")).to_contain_text(
        "Days back"
    )
    press(page, "Save")
    shows(page, "print_test_script")
    expect(page.get_by_role("region", name="Parameters")).to_contain_text("Days back")


def test_buttons_change_places_by_keyboard(page: Page, product: Product) -> None:
    def saved() -> list[int]:
        return [one["id"] for one in product.get("/api/page-buttons", page_route=_ROUTE)["items"]]

    before = saved()
    page.goto("/buttons")
    link = page.get_by_role("link", name="运行Print测试")
    names = page.locator(f"tbody:has-text('{_ROUTE}') td.name a")
    expect(names).to_have_text(["运行Print测试", "Count devices"])
    link.press("Alt+ArrowDown")
    expect(names).to_have_text(["Count devices", "运行Print测试"])
    expect(link).to_be_focused()
    product.until(lambda: saved() == before[::-1], 10)
    page.reload()
    expect(names).to_have_text(["Count devices", "运行Print测试"])
    link.press("Alt+ArrowUp")
    expect(names).to_have_text(["运行Print测试", "Count devices"])


def test_a_button_is_switched_off_and_on_again(page: Page, product: Product, scripts: ScriptsWorld) -> None:
    def is_on() -> bool:
        return bool(product.get(f"/api/page-buttons/{scripts.button}")["is_enabled"])

    page.goto("/buttons")
    page.get_by_role("row", name="Count devices").locator(".el-switch").click()
    expect(page.get_by_text("Count devices is off.")).to_be_visible()
    assert not is_on()
    press(page, "Undo")
    product.until(is_on, 10)


def test_a_file_of_buttons_is_applied_whole_or_not_at_all(
    page: Page, product: Product, tmp_path: Path
) -> None:
    page.goto("/buttons")
    press(page, "Import button_configs.json")
    panel = page.get_by_role("dialog", name="Import button_configs.json")

    def choose(name: str, text: str) -> None:
        (tmp_path / name).write_text(text)
        panel.get_by_label("File").set_input_files(tmp_path / name)

    choose("torn.json", '[\n  {"page_route": "/x",\n]')
    expect(panel.get_by_role("alert")).to_contain_text("Line 3: not valid JSON.")
    wrong = {**_CONFIG, "page_route": "x", "button_text": "B"}
    choose("wrong.json", json.dumps([_CONFIG, wrong], indent=1))
    expect(panel).to_contain_text("wrong.json: 2 buttons.")
    panel.get_by_role("button", name="Apply").click()
    expect(panel.get_by_role("alert")).to_contain_text("Line 8 [1].page_route")
    assert product.get("/api/page-buttons", page_route="/imported")["items"] == []
    choose("right.json", json.dumps([_CONFIG]))
    panel.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Applied: 1 created, 0 updated.")).to_be_visible()
    expect(page.locator("tbody", has_text="/imported")).to_contain_text("Count")


def test_the_snippets_for_programs_work_as_they_are_copied(
    page: Page, product: Product, scripts: ScriptsWorld
) -> None:
    scope = {"page_routes": [_ROUTE], "origins": ["https://intranet.example.com"]}
    key = product.post("/api/button-keys", {"name": "snippets", **scope})["key"]
    page.goto(f"/buttons/{scripts.button}")

    def snippet(way: str) -> str:
        press(page, way)
        text = page.get_by_role("region", name="Code to copy").text_content() or ""
        assert "wbk_YOUR_BUTTON_KEY" in text
        return text.replace("wbk_YOUR_BUTTON_KEY", key)

    first, second = snippet("curl").split("\n\n")
    answer = _printed("sh", "-c", first)
    assert json.loads(answer)["success"] is True
    state = _printed("sh", "-c", second.replace("EXECUTION_ID", json.loads(answer)["execution_id"]))
    assert json.loads(state)["status"] in ("running", "success")
    if node := shutil.which("node"):
        printed = _printed(node, "--input-type=module", "-e", snippet("JavaScript"))
        assert printed.startswith("true")
        assert "3 devices in north" in printed


def _printed(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout
