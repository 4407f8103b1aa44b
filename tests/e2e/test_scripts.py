"""From a folder of scripts to a button in a page, by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import scripts_world
from tests.e2e.axe import violations
from tests.e2e.watched import press, shows, sign_in, watched
from watchbell.testing import Product

_SHOTS = Path("test-results/shots")
_CLIPBOARD = "() => navigator.clipboard.readText()"


@pytest.fixture
def new_product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "data", WATCHBELL_STOP_GRACE="1") as running:
        yield running


def test_from_a_folder_of_scripts_to_a_button_in_a_page(browser: Browser, new_product: Product) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    with watched(browser, new_product.base, permissions=permissions) as page:
        page.goto("/scripts")
        sign_in(page)
        _see_how_to_begin(page)
        _register_what_a_scan_finds(page, new_product)
        _run_with_parameters(page)
        _read_the_result_as_a_table(page)
        _place_a_button(page)
        _copy_the_snippet(page)
        _make_a_key(page)


def _see_how_to_begin(page: Page) -> None:
    expect(page.get_by_role("heading", name="Put a script into a folder")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("watchbell scripts register /path/to/folder")).to_be_visible()
    assert violations(page) == []
    page.screenshot(path=_SHOTS / "scripts-empty.png")
    press(page, "Scan folders")
    panel = page.get_by_role("dialog", name="Scan folders")
    expect(panel).to_contain_text("No folder is registered yet.")
    expect(panel.get_by_role("button", name="Register", exact=True)).to_be_disabled()
    page.keyboard.press("Escape")


def _register_what_a_scan_finds(page: Page, product: Product) -> None:
    folder = product.data_dir.parent / "scripts"
    folder.mkdir()
    scripts_world.register(product, folder)
    (folder / "inventory.py").write_text(scripts_world.INVENTORY, encoding="utf-8")
    (folder / "broken.py").write_text("import json\nprint('never closed'\n")
    press(page, "Scan folders")
    panel = page.get_by_role("dialog", name="Scan folders")
    expect(panel.get_by_role("alert")).to_contain_text("broken.py, line 2")
    expect(panel).to_contain_text("One new script")
    assert product.get("/api/scripts")["scripts"] == []
    assert violations(page) == []
    page.screenshot(path=_SHOTS / "scan-panel.png")
    panel.get_by_role("button", name="Register", exact=True).click()
    expect(page.get_by_text("Registered: 1 new, 0 changed, 0 missing.")).to_be_visible()


def _run_with_parameters(page: Page) -> None:
    row = page.get_by_role("row", name="inventory")
    expect(row).to_contain_text("Never ran")
    row.get_by_role("button", name="Run…").click()
    panel = page.get_by_role("dialog", name="Run inventory")
    panel.get_by_label("At most").fill("2")
    panel.get_by_label("Since").fill("2026-01-31")
    assert violations(page) == []
    page.screenshot(path=_SHOTS / "script-run-panel.png")
    panel.get_by_role("button", name="Run", exact=True).click()
    expect(row).to_contain_text("Success", timeout=15_000)
    row.get_by_role("link", name="Success").click()
    shows(page, "inventory")


def _read_the_result_as_a_table(page: Page) -> None:
    page.get_by_role("link", name="Result", exact=True).click()
    devices = page.get_by_role("region", name="data.devices").get_by_role("table")
    expect(devices.get_by_role("row")).to_have_count(3)
    expect(devices.get_by_role("row", name="10.0.0.2")).to_contain_text("switch-2 交换机")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert re.fullmatch(r"inventory_执行结果_.+\.json", download.value.suggested_filename)
    press(page, "Tree")
    expect(page).to_have_url(re.compile("view=tree"))
    page.get_by_role("button", name="Copy the path status", exact=True).click()
    assert page.evaluate(_CLIPBOARD) == "status"
    page.get_by_role("link", name="Go to the script").click()
    expect(page).to_have_url(re.compile(r"/scripts/\d+$"))


def _place_a_button(page: Page) -> None:
    page.get_by_role("link", name="Place a button").click()
    shows(page, "New button")
    press(page, "Save")
    alert = page.get_by_role("alert")
    expect(alert.first).to_be_visible()
    page.get_by_label("Page route").fill("/scanDevUpdate")
    page.get_by_role("textbox", name="Text", exact=True).fill("清点设备")
    page.get_by_role("textbox", name="Text in English").fill("Count devices")
    preview = page.get_by_role("region", name="Preview")
    button = preview.get_by_role("button", name="Count devices", exact=True)
    expect(button).to_be_visible()
    button.click()
    expect(preview).to_contain_text(re.compile("Queued|Running"))
    expect(preview).to_contain_text("Preview: nothing is run.", timeout=30_000)
    assert violations(page) == []
    page.screenshot(path=_SHOTS / "button-preview.png")
    press(page, "Save")
    shows(page, "Edit Count devices")


def _copy_the_snippet(page: Page) -> None:
    press(page, "Copy the code")
    assert '<watchbell-buttons page-route="/scanDevUpdate"' in page.evaluate(_CLIPBOARD)
    press(page, "curl")
    press(page, "Copy the code")
    assert "button_id" in page.evaluate(_CLIPBOARD)


def _make_a_key(page: Page) -> None:
    page.get_by_role("link", name="Make a button key").click()
    shows(page, "Button keys")
    press(page, "New button key")
    panel = page.get_by_role("dialog", name="New button key")
    panel.get_by_label("Name").fill("Intranet")
    panel.get_by_role("combobox", name="Page routes").press("Enter")
    page.get_by_role("option", name="/scanDevUpdate").click()
    page.keyboard.press("Escape")
    panel.get_by_label("Allowed origins").fill("https://intranet.example.com")
    assert violations(page) == []
    page.screenshot(path=_SHOTS / "key-panel.png")
    panel.get_by_role("button", name="Create key").click()
    press(page, "Copy the key")
    assert page.evaluate(_CLIPBOARD).startswith("wbk_")
    panel.get_by_role("button", name="Close").last.click()
    page.get_by_role("row", name="Intranet").get_by_role("button", name="Revoke").click()
    press(page, "Revoke key")
    expect(page.get_by_role("row", name="Intranet")).to_contain_text("Revoked")
