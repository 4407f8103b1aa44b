"""A page button on a page of another site: the flow of seed 003 from its first step to its last."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import axe
from tests.e2e.buttons.seen import BUTTON, SLOW, heard_events, line
from tests.e2e.buttons_world import ROUTE, Buttons
from tests.e2e.elsewhere import Elsewhere
from tests.e2e.watched import PHONE, shows, sign_in, watched


def test_a_script_runs_from_a_page_of_another_site_and_the_page_reloads_its_table(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.page(key=key))
    button = page.get_by_role("button", name=BUTTON)
    expect(button).to_be_visible()
    known = len(site.rows())
    expect(page.get_by_role("row")).to_have_count(1 + known)
    before = len(buttons.executions())
    buttons.hold()
    button.dblclick()
    expect(line(page)).to_contain_text("Running")
    expect(line(page)).to_contain_text("40 % · halfway")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "40")
    expect(button).to_have_attribute("aria-busy", "true")
    button.click(force=True)
    buttons.go_on()
    expect(line(page)).to_contain_text("Done in")
    expect(line(page)).to_contain_text("print_test脚本执行成功！你好！我叫阿青")
    expect(page.get_by_role("row")).to_have_count(2 + known)
    expect(page.get_by_role("row").last.get_by_role("cell")).to_have_text(["你好！", ROUTE])
    assert len(buttons.executions()) == before + 1
    (started, first), (finished, last) = heard_events(page)
    assert (started, finished) == ("watchbell:started", "watchbell:finished")
    assert first["execution_id"] == last["execution_id"] == buttons.executions()[0]["execution_id"]
    assert (last["status"], last["result"]["data"]["days"]) == ("success", 7)


def test_parameters_are_asked_for_and_wrong_ones_are_marked(
    page: Page, site: Elsewhere, buttons: Buttons
) -> None:
    page.goto(site.page(key=str(buttons.key(site.origin, "/ask")["key"]), page_route="/ask"))
    page.get_by_role("button", name="Ask").press("Enter")
    dialog = page.get_by_role("dialog", name="Ask")
    days = dialog.get_by_label("days")
    expect(days).to_have_value("7")
    days.fill("1.5")
    dialog.get_by_role("button", name="Ask").click()
    expect(dialog.get_by_text("A whole number, please.")).to_be_visible()
    expect(days).to_be_focused()
    assert axe.violations(page) == []
    days.fill("30")
    days.press("Enter")
    expect(dialog).to_be_hidden()
    expect(line(page)).to_contain_text("Done in")
    assert heard_events(page)[-1][1]["result"]["data"]["days"] == 30


def test_a_failure_tells_its_reason_as_text_after_a_yes(
    page: Page, site: Elsewhere, buttons: Buttons
) -> None:
    page.goto(site.page(key=str(buttons.key(site.origin, "/failing")["key"]), page_route="/failing"))
    page.get_by_role("button", name="Will fail").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Really?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Will fail").click()
    dialog.get_by_role("button", name="Will fail").click()
    expect(line(page)).to_contain_text("<b>the scanner</b> is switched off")
    expect(page.get_by_role("status")).to_contain_text("Will fail: Failed")
    page.get_by_role("button", name="Dismiss the message of Will fail").click()
    expect(line(page)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_axe_finds_nothing_on_a_phone(
    browser: Browser, site: Elsewhere, buttons: Buttons, key: str, lang: str, scheme: str
) -> None:
    with watched(browser, site.origin, viewport=PHONE, color_scheme=scheme) as page:
        page.goto(site.page(lang, key=key))
        button = page.get_by_role("button", name=BUTTON)
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
        buttons.hold()
        button.click()
        expect(page.get_by_role("progressbar")).to_be_visible(timeout=SLOW)
        assert axe.violations(page) == []
        buttons.go_on()
        expect(page.locator("[part=status][data-phase=done]")).to_be_visible(timeout=SLOW)
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_vue_parts_work_as_the_seed_writes_them(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.vue_page(key))
    before = len(site.rows())
    page.get_by_role("button", name=BUTTON).click()
    expect(line(page)).to_contain_text("完成，用时")
    expect(page.get_by_role("listitem")).to_have_count(before + 1)
    names = page.evaluate(
        "() => { const s = scriptManager; return [s.availableScripts[0].name, s.pageConfigs[0].page_route,"
        " s.allConfiguredScripts[0].tasks.length, s.allConfiguredScripts[0].loading] }"
    )
    assert names == ["print_test_script", ROUTE, 1, False]
    page.evaluate("() => scriptManager.executeScript(scriptManager.allConfiguredScripts[0], null)")
    expect(page.get_by_role("listitem")).to_have_count(before + 2)


def test_at_its_own_site_a_button_works_with_the_session_and_links_the_log(
    browser: Browser, buttons: Buttons
) -> None:
    with watched(browser, buttons.product.base) as page:
        page.goto("/login")
        sign_in(page)
        shows(page, "Tasks")
        page.add_script_tag(url="/static/watchbell/watchbell-buttons.js")
        page.evaluate(
            "route => { const e = document.createElement('watchbell-buttons');"
            " e.setAttribute('page-route', route); document.querySelector('main').prepend(e) }",
            ROUTE,
        )
        page.get_by_role("button", name=BUTTON).click()
        expect(line(page)).to_contain_text("Done in")
        with page.context.expect_page() as opened:
            page.get_by_role("link", name=f"Log of {BUTTON}").click()
        shows(opened.value, "print_test_script")
