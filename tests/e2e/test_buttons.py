"""A page button on a page of another site: the flow of seed 003 from its first step to its last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e import axe
from tests.e2e.buttons_world import ROUTE, Buttons, set_up
from tests.e2e.elsewhere import Elsewhere, elsewhere
from tests.e2e.watched import PHONE, shows, sign_in, watched
from watchbell.testing import Product

_BUTTON = "运行Print测试"
_SLOW = 30_000


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """Nothing here is about speed."""
    expect.set_options(timeout=_SLOW)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def buttons(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Buttons]:
    """A Watchbell of its own, which tests may kill."""
    folder = tmp_path_factory.mktemp("buttons")
    with Product(folder / "data", WATCHBELL_STOP_GRACE="1") as product:
        yield set_up(product, folder / "celery_app")


@pytest.fixture(scope="module")
def site(buttons: Buttons) -> Iterator[Elsewhere]:
    with elsewhere(buttons.product.base, buttons.results) as running:
        yield running


@pytest.fixture(scope="module")
def key(buttons: Buttons, site: Elsewhere) -> str:
    return str(buttons.key(site.origin)["key"])


@pytest.fixture
def page(browser: Browser, site: Elsewhere, buttons: Buttons) -> Iterator[Page]:
    buttons.go_on()
    with watched(browser, site.origin) as page:
        yield page
    buttons.go_on()


def _line(page: Page) -> Locator:
    return page.locator("watchbell-buttons [part=status]")


def _heard(page: Page) -> list[tuple[str, dict[str, Any]]]:
    heard: list[tuple[str, dict[str, Any]]] = page.evaluate("heard")
    return heard


def test_a_script_runs_from_a_page_of_another_site_and_the_page_reloads_its_table(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.page(key=key))
    button = page.get_by_role("button", name=_BUTTON)
    expect(button).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(1)
    before = len(buttons.executions())
    buttons.hold()
    button.dblclick()
    expect(_line(page)).to_contain_text("Running")
    expect(_line(page)).to_contain_text("40 % · halfway")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "40")
    expect(button).to_have_attribute("aria-busy", "true")
    button.click(force=True)
    buttons.go_on()
    expect(_line(page)).to_contain_text("Done in")
    expect(_line(page)).to_contain_text("print_test脚本执行成功！你好！我叫阿青")
    expect(page.get_by_role("cell", name="你好！")).to_be_visible()
    expect(page.get_by_role("cell", name=ROUTE)).to_be_visible()
    assert len(buttons.executions()) == before + 1
    (started, first), (finished, last) = _heard(page)
    assert (started, finished) == ("watchbell:started", "watchbell:finished")
    assert first["execution_id"] == last["execution_id"] == buttons.executions()[0]["execution_id"]
    assert (last["status"], last["result"]["data"]["days"]) == ("success", 7)


def test_a_reload_in_the_middle_finds_the_run_again(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.page(key=key, language="zh"))
    buttons.hold()
    page.get_by_role("button", name=_BUTTON).click()
    expect(_line(page)).to_contain_text("运行中")
    page.reload()
    expect(_line(page)).to_contain_text("运行中")
    expect(page.get_by_role("button", name=_BUTTON)).to_have_attribute("aria-busy", "true")
    buttons.go_on()
    expect(_line(page)).to_contain_text("完成，用时")
    assert [name for name, _ in _heard(page)] == ["watchbell:finished"]


def test_a_run_is_followed_through_a_crash_of_the_server(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.page(key=key))
    buttons.hold()
    page.get_by_role("button", name=_BUTTON).click()
    expect(_line(page)).to_contain_text("40 %")
    buttons.product.kill()
    expect(_line(page)).to_contain_text("Connection lost, still trying")
    buttons.product.start()
    expect(_line(page)).not_to_contain_text("Connection lost")
    buttons.go_on()
    expect(_line(page)).to_contain_text("Done in")


def test_a_press_whose_answer_is_lost_is_sent_again_and_starts_one_run(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    sent: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        sent.append(route.request.headers["idempotency-key"])
        if len(sent) > 1:
            route.continue_()
        else:
            route.fetch()
            route.abort()

    page.route("**/execute-script", lose_the_first_answer)
    page.goto(site.page(key=key))
    before = len(buttons.executions())
    page.get_by_role("button", name=_BUTTON).click()
    expect(_line(page)).to_contain_text("Done in")
    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert len(buttons.executions()) == before + 1


def test_a_key_without_this_origin_is_refused_in_words(page: Page, site: Elsewhere, buttons: Buttons) -> None:
    buttons.key("https://shop.example")
    foreign = site.page(key=str(buttons.key("https://other.example")["key"]))
    page.goto(foreign.replace("localhost", "127.0.0.1"))  # an origin that no key names
    expect(_line(page)).to_contain_text("may not use these buttons")
    expect(page.get_by_role("button", name="Scripts")).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize(
    ("lang", "attributes", "reason"),
    [
        ("en", {}, "No key was given for"),
        ("zh", {}, "没有提供"),
        ("en", {"page_route": ""}, "page-route"),
        ("en", {"key": "wbk_no-such-key"}, "key"),
        ("en", {"base_url": "javascript:alert(1)", "key": "x"}, "not a web address"),
    ],
    ids=["no key", "no key, in Chinese", "no route", "wrong key", "wrong address"],
)
def test_what_is_missing_is_said_in_the_button(
    page: Page, site: Elsewhere, key: str, lang: str, attributes: dict[str, str], reason: str
) -> None:
    page.goto(site.page(lang, **attributes))
    expect(_line(page)).to_contain_text(reason)
    assert axe.violations(page) == []


def test_a_key_of_another_page_is_refused_in_words(page: Page, site: Elsewhere, buttons: Buttons) -> None:
    page.goto(site.page(key=str(buttons.key(site.origin, "/other")["key"])))
    expect(_line(page)).to_contain_text("This key is for the buttons of other pages.")


def test_a_key_that_lists_another_site_does_not_work_here(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.page(key=str(buttons.key("https://other.example")["key"])))
    expect(_line(page)).to_contain_text("may not use these buttons")


@pytest.fixture
def switch(buttons: Buttons) -> Iterator[Callable[[bool], None]]:
    """Switches print_test_script on or off; on again at the end."""
    scripts = buttons.product.get("/api/scripts")["items"]
    address = next(f"/api/scripts/{one['id']}" for one in scripts if one["name"] == "print_test_script")

    def set_active(on: bool) -> None:
        buttons.product.request("PATCH", address, {"is_active": on})

    yield set_active
    set_active(True)


def test_a_script_that_is_switched_off_says_so(
    page: Page, site: Elsewhere, key: str, switch: Callable[[bool], None]
) -> None:
    page.goto(site.page(key=key))
    button = page.get_by_role("button", name=_BUTTON)
    expect(button).to_be_enabled()
    switch(False)
    button.click()
    expect(_line(page)).to_contain_text("Not started")
    expect(_line(page)).to_contain_text("is switched off")
    page.reload()
    expect(_line(page)).to_contain_text("Not available")
    expect(_line(page)).to_contain_text("is switched off")
    expect(button).to_have_attribute("aria-disabled", "true")
    assert axe.violations(page) == []


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
    expect(_line(page)).to_contain_text("Done in")
    assert _heard(page)[-1][1]["result"]["data"]["days"] == 30


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
    expect(_line(page)).to_contain_text("<b>the scanner</b> is switched off")
    expect(page.get_by_role("status")).to_contain_text("Will fail: Failed")
    page.get_by_role("button", name="Dismiss the message of Will fail").click()
    expect(_line(page)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_axe_finds_nothing_on_a_phone(
    browser: Browser, site: Elsewhere, buttons: Buttons, key: str, lang: str, scheme: str
) -> None:
    with watched(browser, site.origin, viewport=PHONE, color_scheme=scheme) as page:
        page.goto(site.page(lang, key=key))
        button = page.get_by_role("button", name=_BUTTON)
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
        buttons.hold()
        button.click()
        expect(page.get_by_role("progressbar")).to_be_visible(timeout=_SLOW)
        assert axe.violations(page) == []
        buttons.go_on()
        expect(page.locator("[part=status][data-phase=done]")).to_be_visible(timeout=_SLOW)
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_vue_parts_work_as_the_seed_writes_them(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.vue_page(key))
    before = len(buttons.results.read_text().splitlines()) if buttons.results.exists() else 0
    page.get_by_role("button", name=_BUTTON).click()
    expect(_line(page)).to_contain_text("完成，用时")
    expect(page.get_by_role("listitem")).to_have_count(before + 1)
    names = page.evaluate(
        "() => { const s = scriptManager; return [s.availableScripts[0].name, s.pageConfigs[0].page_route,"
        " s.allConfiguredScripts[0].tasks.length, s.allConfiguredScripts[0].loading] }"
    )
    assert names == ["print_test_script", ROUTE, 1, False]
    page.evaluate("() => scriptManager.executeScript(scriptManager.allConfiguredScripts[0], null)")
    expect(page.get_by_role("listitem")).to_have_count(before + 2)


def _without_stream(page: Page) -> None:
    page.route("**/stream?*", lambda route: route.fulfill(status=501, body="{}"))


def _with_plain_questions_alone(page: Page) -> None:
    """As behind a proxy that cuts whatever takes long."""
    page.route("**/stream?*", lambda route: route.abort())
    page.route("**/*&wait=25*", lambda route: route.abort())


@pytest.mark.parametrize(
    ("narrow", "used"),
    [
        (lambda page: None, "/stream?"),
        (_without_stream, "wait=25"),
        (_with_plain_questions_alone, "wait=0"),
    ],
    ids=["stream", "long poll", "poll"],
)
def test_a_run_is_followed_by_whatever_the_network_allows(
    page: Page, site: Elsewhere, buttons: Buttons, key: str, narrow: Callable[[Page], None], used: str
) -> None:
    narrow(page)
    answered: list[str] = []
    page.on("response", lambda response: answered.append(response.url) if response.ok else None)
    page.goto(site.page(key=key))
    buttons.hold()
    page.get_by_role("button", name=_BUTTON).click()
    expect(_line(page)).to_contain_text("40 %")
    buttons.go_on()
    expect(_line(page)).to_contain_text("Done in")
    assert {way for way in ("/stream?", "wait=25", "wait=0") for url in answered if way in url} == {used}


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
        page.get_by_role("button", name=_BUTTON).click()
        expect(_line(page)).to_contain_text("Done in")
        with page.context.expect_page() as opened:
            page.get_by_role("link", name=f"Log of {_BUTTON}").click()
        shows(opened.value, "print_test_script")
