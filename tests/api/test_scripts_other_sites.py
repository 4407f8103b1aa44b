"""Buttons on pages of other sites: button keys and origins (security 26)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.scripts import PAGE, SHOP, press
from tests.api.test_errors import assert_problem
from watchbell import conf
from watchbell.access.button_keys import create_button_key
from watchbell.access.keys import revoke_key
from watchbell.access.models import ApiKey
from watchbell.api import press_access
from watchbell.executions.models import Execution
from watchbell.scripts.models import PageButton, Press

EVIL = "https://evil.example"
BUTTON_ROUTES = [
    ("GET", PAGE),
    ("POST", "/api/execute-script"),
    ("GET", "/api/script-task-result?execution_id=x"),
    ("GET", "/api/script-task-result/stream?execution_id=x"),
    ("GET", "/myapp/admin/celery/scripts?page_route=/scanDevUpdate"),
    ("POST", "/myapp/admin/celery/execute-script"),
]


@pytest.fixture(autouse=True)
def forget_presses() -> None:
    press_access._presses_of_key._taken.clear()


@pytest.fixture
def button_key(admin: Any) -> str:
    return create_button_key(admin, "shop", page_routes=["/scanDevUpdate"], origins=[SHOP])[0]


@pytest.fixture
def shop(button_key: str) -> Client:
    """A page of the shop."""
    return Client(
        headers={"Authorization": f"Bearer {button_key}", "Origin": SHOP}, raise_request_exception=False
    )


def test_a_page_of_a_listed_site_shows_presses_and_follows_its_button(
    shop: Client, button: PageButton
) -> None:
    shown = shop.get(PAGE)
    pressed = press(shop, button_id=button.pk)
    followed = shop.get(f"/api/script-task-result?execution_id={pressed.json()['execution_id']}")

    for response in (shown, pressed, followed):
        assert response.status_code == 200, response.content
        assert response.headers["Access-Control-Allow-Origin"] == SHOP
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "Origin" in response.headers["Vary"]
    assert [config["id"] for config in shown.json()["page_configs"]] == [button.pk]
    assert shown.json()["csrf_token"] is None
    assert followed.json()["log_url"] is None


def test_the_history_tells_which_key_button_and_page_it_was(shop: Client, button: PageButton) -> None:
    press(shop, button_id=button.pk)

    row, kept = Execution.objects.get(), Press.objects.get()
    assert (row.user, row.trigger, row.page_context) == ("key:shop", "button", "/scanDevUpdate")
    assert (kept.button_id, kept.page_route) == (button.pk, "/scanDevUpdate")
    assert kept.key is not None and kept.key.name == "shop"


@pytest.mark.parametrize(("method", "path"), BUTTON_ROUTES)
def test_a_browser_that_asks_first_learns_what_a_listed_site_may_send(
    db: None, button_key: str, method: str, path: str
) -> None:
    response = preflight(path, SHOP, method)

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == SHOP
    assert method in response.headers["Access-Control-Allow-Methods"]
    assert "authorization" in response.headers["Access-Control-Allow-Headers"]
    assert "idempotency-key" in response.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin",
    [
        EVIL,
        "null",
        "*",
        "",
        "https://shop.example.evil.example",
        "https://evil.example/https://shop.example",
        "https://shop.example@evil.example",
        "https://xshop.example",
        "http://shop.example",
        "https://shop.example:444",
        "file://",
        "https://shop.example https://evil.example",
    ],
)
@pytest.mark.parametrize(("method", "path"), BUTTON_ROUTES)
def test_a_foreign_site_gets_nothing_and_its_name_is_never_sent_back(
    button: PageButton, button_key: str, origin: str, method: str, path: str
) -> None:
    asked_first = preflight(path, origin, method)
    client = Client(headers={"Authorization": f"Bearer {button_key}", "Origin": origin})
    sent = client.generic(method, path, b'{"button_id": %d}' % button.pk, content_type="application/json")

    assert asked_first.status_code == 403
    assert "Access-Control-Allow-Origin" not in asked_first.headers
    assert_problem(sent, 403, "origin_not_allowed")
    assert sent.headers["Access-Control-Allow-Origin"] == "*", "the button can show why"
    assert not Execution.objects.exists()


def test_a_site_of_another_key_cannot_use_this_one(admin: Any, button: PageButton, button_key: str) -> None:
    create_button_key(admin, "other", page_routes=["/other"], origins=[EVIL])
    client = Client(headers={"Authorization": f"Bearer {button_key}", "Origin": EVIL})

    response = client.get(PAGE)

    assert_problem(response, 403, "origin_not_allowed")
    assert response.headers["Access-Control-Allow-Origin"] == EVIL, "listed, so it may read why"


def test_without_a_key_a_page_of_another_site_gets_nothing_even_with_the_cookie_of_a_session(
    browser: Client, button: PageButton, button_key: str
) -> None:
    response = browser.get(PAGE, headers={"Origin": SHOP})

    assert_problem(response, 401, "not_authenticated")
    assert response.headers["Access-Control-Allow-Origin"] == SHOP, "the button can show why"


def test_an_administrators_own_key_works_on_a_page_only_where_the_settings_list_its_site(
    api: Client, button: PageButton, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = api.get(PAGE, headers={"Origin": SHOP})
    monkeypatch.setenv("WATCHBELL_ALLOWED_ORIGINS", f"https://a.example, {SHOP}")
    conf.get_settings.cache_clear()
    answered = api.get(PAGE, headers={"Origin": SHOP})

    assert_problem(refused, 403, "origin_not_allowed")
    assert answered.status_code == 200
    assert answered.headers["Access-Control-Allow-Origin"] == SHOP


@pytest.mark.parametrize("path", ["/api/tasks", "/api/executions", "/api/button-keys", "/api/openapi.json"])
def test_no_other_route_answers_pages_of_other_sites(shop: Client, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in shop.get(path).headers
    assert "Access-Control-Allow-Origin" not in preflight(path, SHOP, "GET").headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/scripts"),
        ("GET", "/api/tasks"),
        ("GET", "/api/executions"),
        ("GET", "/api/script-results"),
        ("GET", "/api/page-buttons"),
        ("POST", "/api/page-buttons"),
        ("POST", "/api/button-keys"),
        ("POST", "/api/scripts/scan"),
        ("POST", "/api/tasks/x/execute"),
        ("POST", "/api/executions/x/stop"),
        ("GET", "/api/secrets"),
        ("GET", "/api/openapi.json"),
    ],
)
def test_a_button_key_does_nothing_but_press_buttons(shop: Client, method: str, path: str) -> None:
    response = shop.generic(method, path, b"{}", content_type="application/json")

    assert_problem(response, 403, "key_for_buttons_only")


def test_a_button_key_runs_no_script_by_itself(shop: Client, button: PageButton) -> None:
    assert_problem(press(shop, script_id=button.script_id), 403, "key_for_buttons_only")


def test_a_button_key_presses_no_button_of_another_page(shop: Client, button: PageButton) -> None:
    PageButton.objects.update(page_route="/other")

    assert_problem(press(shop, button_id=button.pk), 403, "button_of_other_page")
    assert_problem(shop.get("/api/scripts?page_route=/other"), 403, "button_of_other_page")


def test_a_button_key_follows_nothing_that_its_pages_did_not_start(
    shop: Client, api: Client, button: PageButton
) -> None:
    PageButton.objects.update(page_route="/other")
    started = press(api, button_id=button.pk).json()["execution_id"]
    by_id = press(api, script_id=button.script_id).json()["execution_id"]

    for execution_id in (started, by_id, "00000000-0000-7000-8000-000000000000"):
        response = shop.get(f"/api/script-task-result?execution_id={execution_id}")
        assert_problem(response, 403, "button_of_other_page")


@pytest.mark.parametrize("parameters", [{"greeting": "rm"}, {"else": 1}])
def test_a_button_key_gives_parameters_only_where_the_button_asks_for_them(
    shop: Client, api: Client, button: PageButton, parameters: Any
) -> None:
    refused = press(shop, button_id=button.pk, parameters=parameters)
    same = press(shop, button_id=button.pk, parameters={"greeting": "你好！"})
    signed_in = press(api, button_id=button.pk, parameters=parameters)
    PageButton.objects.update(parameter_mode="ask")
    asked = press(shop, button_id=button.pk, parameters=parameters)

    assert_problem(refused, 403, "button_parameters_not_asked")
    assert [one.status_code for one in (same, signed_in, asked)] == [200, 200, 200]


def test_nobody_gives_other_parameters_to_a_button_whose_parameters_are_fixed(
    api: Client, shop: Client, button: PageButton
) -> None:
    PageButton.objects.update(parameter_mode="fixed", parameters={"greeting": "secret word"})

    for client in (api, shop):
        response = press(client, button_id=button.pk, parameters={"greeting": "x"})
        assert_problem(response, 422, "button_parameters_fixed")
    assert "secret word" not in shop.get(PAGE).content.decode()
    assert press(shop, button_id=button.pk).status_code == 200
    assert Execution.objects.get().parameters == {"greeting": "secret word"}


def test_a_page_cannot_say_that_it_is_another(shop: Client, button: PageButton) -> None:
    press(shop, button_id=button.pk, page_context="/admin")

    assert Execution.objects.get().page_context == "/scanDevUpdate"


def test_a_revoked_key_works_no_more_and_neither_does_its_site(shop: Client, button: PageButton) -> None:
    revoke_key(ApiKey.objects.exclude(scope={}).get())

    assert_problem(shop.get(PAGE), 401, "button_key_not_valid")
    assert "token create" not in shop.get(PAGE).content.decode()
    assert preflight(PAGE, SHOP, "GET").status_code == 403


def test_the_key_of_somebody_who_was_switched_off_works_no_more(
    shop: Client, admin: Any, button: PageButton
) -> None:
    admin.is_active = False
    admin.save()

    assert_problem(shop.get(PAGE), 401, "button_key_not_valid")


def test_a_key_in_everybodys_hands_cannot_fill_the_queue(shop: Client, button: PageButton) -> None:
    answers = [press(shop, button_id=button.pk) for _ in range(61)]

    assert [one.status_code for one in answers] == [200] * 60 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_button_key_does_not_tell_which_buttons_there_are(shop: Client, button: PageButton) -> None:
    PageButton.objects.filter(pk=button.pk).update(page_route="/other")

    other, none = press(shop, button_id=button.pk), press(shop, button_id=999_999)

    assert_problem(other, 403, "button_of_other_page")
    assert other.json()["error"] == none.json()["error"]


def test_presses_that_are_refused_count_too(shop: Client, button: PageButton) -> None:
    answers = [press(shop, button_id=999_999) for _ in range(61)]

    assert [one.status_code for one in answers] == [403] * 60 + [429]


def preflight(path: str, origin: str, method: str) -> Any:
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    return Client().generic("OPTIONS", path, headers=headers)
