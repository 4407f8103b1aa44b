"""Every route is closed unless it is listed open (security 1, 2, 3), and the description of them is true."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.api.test_errors import assert_problem
from watchbell.api.guard import closed, may
from watchbell.api.openapi import openapi
from watchbell.api.site import api as site
from watchbell.management.commands.export_openapi import COMMITTED, as_text

OPEN = {
    ("GET", "/api/health"),
    ("GET", "/api/auth/session"),
    ("POST", "/api/auth/login"),
    ("POST", "/api/auth/setup"),
}
DOCUMENT = openapi(site)
ROUTES = [(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods]
CLOSED = [route for route in ROUTES if route not in OPEN]


def concrete(path: str) -> str:
    return re.sub(r"\{\w+\}", "x", path)


def test_the_committed_description_is_that_of_the_code() -> None:
    assert COMMITTED.read_text() == as_text(), "run: manage.py export_openapi"


def test_the_description_can_be_fetched_by_whoever_is_signed_in(api: Client) -> None:
    assert api.get("/api/openapi.json").json() == json.loads(as_text())


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_a_stranger_gets_nothing(stranger: Client, method: str, path: str) -> None:
    response = stranger.generic(method, concrete(path), b"{}", content_type="application/json")

    assert_problem(response, 401, "not_authenticated")


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_a_session_whose_user_was_switched_off_gets_nothing(
    browser: Client, admin: Any, method: str, path: str
) -> None:
    admin.is_active = False
    admin.save()

    assert_problem(browser.generic(method, concrete(path), b"{}", content_type="application/json"), 401)


@pytest.mark.parametrize(("method", "path"), [route for route in CLOSED if route[0] != "GET"])
def test_every_write_with_a_session_needs_the_csrf_token(browser: Client, method: str, path: str) -> None:
    response = browser.generic(method, concrete(path), b"{}", content_type="application/json")

    assert_problem(response, 403, "csrf_failed")


def test_exactly_the_listed_routes_are_open() -> None:
    described = {
        (method.upper(), path)
        for path, methods in DOCUMENT["paths"].items()
        for method, entry in methods.items()
        if entry["security"] == []
    }

    assert described == OPEN


def test_every_other_route_names_the_action_it_is() -> None:
    for router in site._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                guards = operation.auth_callbacks
                is_open = any((method, f"/api{path}") in OPEN for method in operation.methods)
                assert is_open or (len(guards) == 1 and isinstance(guards[0], may)), (operation.methods, path)


def test_a_route_that_names_no_action_is_closed_to_everybody() -> None:
    assert site.auth == [closed]


def test_every_route_of_the_code_is_described() -> None:
    known = {re.sub(r"\{\w+\}", "*", path) for path in DOCUMENT["paths"]}
    served = set()
    for resolver in get_resolver("watchbell.api.urls").url_patterns:
        if isinstance(resolver, URLResolver):
            for pattern in resolver.url_patterns:
                assert isinstance(pattern, URLPattern)
                served.add(re.sub(r"<\w+>", "*", f"/api/{pattern.pattern}"))

    assert served - known == {"/api/"}, "the root answers 404"


@pytest.mark.parametrize(
    "path",
    [
        "/api/executions/../health",
        "/api/executions/health",
        "/api/health/../executions",
        "/api/executions;/api/health",
        "/api/executions?/api/health",
        "/api/executions%2f..%2fhealth",
        "/api/%2e%2e/api/executions",
        "/api//executions",
        "//api/executions",
        "/API/executions",
        "/api/Executions",
        "/api/executions/",
        "/api/executions/%20",
        "/api/health/executions",
        "/api/auth/login/../../executions",
        "/api/auth/session/executions",
        "/api/executions.json",
        "/api/executions/x/logs/health",
    ],
)
def test_no_spelling_of_an_address_opens_a_closed_route(stranger: Client, path: str) -> None:
    response = stranger.get(path)

    is_the_page = not path.startswith("/api/") and response.status_code in {200, 503}
    assert is_the_page or response.status_code in {401, 404}, response.content
    assert b"items" not in response.content


def test_a_read_sent_as_another_method_is_not_let_in_by_its_name(stranger: Client) -> None:
    for name in ("X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL"):
        response = stranger.get("/api/executions", headers={name: "/api/health"})
        assert_problem(response, 401)


def test_operations_have_stable_unique_names_tags_and_typed_answers() -> None:
    entries = [entry for methods in DOCUMENT["paths"].values() for entry in methods.values()]

    names = [entry["operationId"] for entry in entries]
    assert len(set(names)) == len(names)
    for entry in entries:
        assert entry["tags"]
        good = [code for code in entry["responses"] if code.startswith("2")]
        assert good
        assert all(code == "204" or "content" in entry["responses"][code] for code in good)
        assert "default" in entry["responses"]


def test_every_reference_in_the_description_leads_somewhere() -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(DOCUMENT)))

    assert names == set(DOCUMENT["components"]["schemas"])


HOSTILE_IDS = [
    "..",
    "../../etc/passwd",
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "a" * 5000,
    "'; DROP TABLE watchbell_task; --",
    "{{7*7}}",
    "%F0%9F%92%A9",
    "-x",
    "@file",
    "<script>alert(1)</script>",
    "%0d%0aSet-Cookie:%20x=1",
]


@pytest.mark.parametrize("hostile", HOSTILE_IDS)
@pytest.mark.parametrize(("method", "path"), [route for route in CLOSED if "{" in route[1]])
def test_a_hostile_id_is_never_more_than_unknown(api: Client, method: str, path: str, hostile: str) -> None:
    address = re.sub(r"\{\w+\}", hostile, path)
    response = api.generic(method, address, b"{}", content_type="application/json")

    assert response.status_code in {404, 405, 422}, response.content
    assert response["Content-Type"].startswith("application/json")
    assert "x" not in response.cookies


@pytest.mark.parametrize("body", [b"null", b"[]", b'"x"', b"7", b"{}", b'{"task_id": {"$gt": ""}}', b""])
@pytest.mark.parametrize(("method", "path"), [route for route in CLOSED if route[0] != "GET"])
def test_a_strange_body_is_never_our_failure(api: Client, method: str, path: str, body: bytes) -> None:
    response = api.generic(method, concrete(path), body, content_type="application/json")

    assert response.status_code < 500, response.content


QUERIES = [
    "limit=0",
    "limit=-1",
    "limit=1e3",
    "limit=" + "9" * 5000,
    "limit=501&tail=0&count=0",
    "cursor=x",
    "cursor=%FF%FE",
    "cursor=W10",
    "cursor=" + "W1" * 900,
    "status=nonsense",
    "from=yesterday&since=x",
    "from=2026-01-01",
    "from=0001-01-01T00:00:00%2B14:00",
    "to=9999-12-31T23:59:59-14:00",
    "from=99999999999999999999",
    "q=" + "%" * 500,
    "q=%5C%25_'\"",
    "line=0&level=loud&stream=stdin",
    "enabled=perhaps",
    "task_id=..&kind=..&trigger=..&tag=%7C&type=%00",
    "wait=nan&count=inf",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", [path for method, path in CLOSED if method == "GET"])
def test_a_strange_query_is_never_our_failure(api: Client, path: str, query: str) -> None:
    response = api.get(f"{concrete(path)}?{query}")

    assert response.status_code < 500, response.content
