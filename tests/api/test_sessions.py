"""Signing in with a browser (security 8, 9, 10)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.api.conftest import PASSWORD
from tests.api.test_errors import assert_problem
from watchbell.access.first_run import setup_token
from watchbell.access.keys import create_key

PREVIEW = {"expression": "* * * * *"}


@pytest.fixture
def visitor(db: None) -> Client:
    """A browser in which nobody is signed in."""
    return Client(
        enforce_csrf_checks=True, raise_request_exception=False, headers={"Origin": "http://testserver"}
    )


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    headers = {"X-CSRFToken": token, **headers}
    return client.post(path, body, content_type="application/json", headers=headers)


def log_in(client: Client, **body: str) -> Any:
    client.get("/api/auth/session")
    return post(client, "/api/auth/login", {"username": "ada", "password": PASSWORD, **body})


def test_before_signing_in_the_session_says_so_and_hands_out_a_csrf_token(visitor: Client) -> None:
    session = visitor.get("/api/auth/session")

    assert session.json()["user"] is None
    assert session.json()["setup_required"] is True
    assert session.cookies["csrftoken"].value


def test_somebody_signs_in_and_out(visitor: Client, admin: Any) -> None:
    signed_in = log_in(visitor)
    assert signed_in.status_code == 200
    assert signed_in.json()["user"] == {"username": "ada", "is_admin": True}
    assert signed_in.json()["setup_required"] is False
    assert visitor.get("/api/executions").status_code == 200

    assert post(visitor, "/api/auth/logout").status_code == 200
    assert_problem(visitor.get("/api/executions"), 401, "not_authenticated")


def test_the_session_cookie_changes_at_sign_in_and_no_script_can_read_it(visitor: Client, admin: Any) -> None:
    visitor.get("/api/auth/session")
    log_in(visitor)
    cookie = visitor.cookies["watchbell_session"]
    first = cookie.value
    log_in(visitor)

    assert visitor.cookies["watchbell_session"].value != first
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_changing_the_password_ends_all_sessions(visitor: Client, admin: Any) -> None:
    log_in(visitor)
    admin.set_password("another horse battery")
    admin.save()

    assert_problem(visitor.get("/api/executions"), 401)


def test_a_wrong_password_answers_401_and_many_of_them_429(visitor: Client, admin: Any) -> None:
    for _ in range(10):
        assert_problem(log_in(visitor, password="wrong"), 401, "invalid_credentials")

    response = log_in(visitor)

    error = assert_problem(response, 429, "too_many_requests")
    assert int(response["Retry-After"]) == error["values"]["retry_after"] > 0


def test_a_write_from_a_browser_without_csrf_token_is_refused(browser: Client) -> None:
    response = browser.post("/api/schedule/preview", PREVIEW, content_type="application/json")

    assert_problem(response, 403, "csrf_failed")


def test_a_write_from_a_browser_with_csrf_token_works(browser: Client) -> None:
    browser.get("/api/auth/session")

    assert post(browser, "/api/schedule/preview", PREVIEW).status_code == 200


def test_a_form_on_another_site_cannot_use_the_session(browser: Client) -> None:
    browser.get("/api/auth/session")

    response = post(browser, "/api/schedule/preview", PREVIEW, Origin="https://evil.example")

    assert_problem(response, 403, "csrf_failed")


def test_another_site_cannot_sign_its_visitor_in(visitor: Client, admin: Any) -> None:
    visitor.get("/api/auth/session")

    response = post(
        visitor,
        "/api/auth/login",
        {"username": "ada", "password": PASSWORD},
        Origin="https://evil.example",
    )

    assert_problem(response, 403, "csrf_failed")


def test_a_program_signs_in_without_csrf_token(db: None, admin: Any) -> None:
    program = Client(enforce_csrf_checks=True)
    body = {"username": "ada", "password": PASSWORD}

    assert program.post("/api/auth/login", body, content_type="application/json").status_code == 200


def test_a_key_needs_no_csrf_token(admin: Any) -> None:
    for headers in (
        {"Authorization": f"bearer {create_key(admin, 'a')}"},
        {"X-API-Key": create_key(admin, "b")},
    ):
        program = Client(enforce_csrf_checks=True, headers=headers)
        assert (
            program.post("/api/schedule/preview", PREVIEW, content_type="application/json").status_code == 200
        )


def test_a_wrong_key_is_refused_even_where_the_browser_has_a_session(browser: Client) -> None:
    response = browser.get("/api/executions", headers={"Authorization": "Bearer wbk_nonsense"})

    assert_problem(response, 401, "invalid_key")


def test_the_first_administrator_is_made_with_the_token_and_signed_in(visitor: Client) -> None:
    visitor.get("/api/auth/session")
    body = {"token": setup_token(), "username": "ada", "password": PASSWORD}

    response = post(visitor, "/api/auth/setup", body)

    assert response.status_code == 200, response.content
    assert response.json()["user"] == {"username": "ada", "is_admin": True}
    assert visitor.get("/api/executions").status_code == 200
    assert_problem(post(visitor, "/api/auth/setup", body), 409, "setup_done")


def test_a_wrong_set_up_token_is_refused(visitor: Client) -> None:
    visitor.get("/api/auth/session")
    body = {"token": "nonsense", "username": "ada", "password": PASSWORD}

    assert_problem(post(visitor, "/api/auth/setup", body), 403, "wrong_setup_token")
    assert get_user_model().objects.count() == 0


def host_user(request: Any) -> Any:
    return get_user_model().objects.filter(username=request.headers.get("X-Host-User", "")).first()


def test_a_host_may_say_itself_who_is_asking(stranger: Client, admin: Any, settings: Any) -> None:
    settings.WATCHBELL = {"resolver": "tests.api.test_sessions.host_user"}

    assert stranger.get("/api/executions", headers={"X-Host-User": "ada"}).status_code == 200
    assert_problem(stranger.get("/api/executions", headers={"X-Host-User": "eve"}), 401)
