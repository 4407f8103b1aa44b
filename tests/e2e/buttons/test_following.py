"""A run is followed through reloads, crashes and whatever the network does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.buttons.seen import BUTTON, heard_events, line
from tests.e2e.buttons_world import Buttons
from tests.e2e.elsewhere import Elsewhere


def test_a_reload_in_the_middle_finds_the_run_again(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.page(key=key, language="zh"))
    buttons.hold()
    page.get_by_role("button", name=BUTTON).click()
    expect(line(page)).to_contain_text("运行中")
    page.reload()
    expect(line(page)).to_contain_text("运行中")
    expect(page.get_by_role("button", name=BUTTON)).to_have_attribute("aria-busy", "true")
    buttons.go_on()
    expect(line(page)).to_contain_text("完成，用时")
    assert [name for name, _ in heard_events(page)] == ["watchbell:finished"]


def test_a_run_is_followed_through_a_crash_of_the_server(
    page: Page, site: Elsewhere, buttons: Buttons, key: str
) -> None:
    page.goto(site.page(key=key))
    buttons.hold()
    page.get_by_role("button", name=BUTTON).click()
    expect(line(page)).to_contain_text("40 %")
    buttons.product.kill()
    expect(line(page)).to_contain_text("Connection lost, still trying")
    buttons.product.start()
    expect(line(page)).not_to_contain_text("Connection lost")
    buttons.go_on()
    expect(line(page)).to_contain_text("Done in")


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
    page.get_by_role("button", name=BUTTON).click()
    expect(line(page)).to_contain_text("Done in")
    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert len(buttons.executions()) == before + 1


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
    page.get_by_role("button", name=BUTTON).click()
    expect(line(page)).to_contain_text("40 %")
    buttons.go_on()
    expect(line(page)).to_contain_text("Done in")
    assert {way for way in ("/stream?", "wait=25", "wait=0") for url in answered if way in url} == {used}
