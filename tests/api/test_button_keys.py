"""Making, listing and revoking button keys."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.scripts import PAGE, SHOP
from tests.api.test_errors import assert_problem
from watchbell.access.models import ApiKey
from watchbell.scripts.models import PageButton


def test_a_key_is_made_shown_once_listed_and_revoked(api: Client, button: PageButton) -> None:
    made = api.post(
        "/api/button-keys",
        {"name": "shop", "page_routes": ["/scanDevUpdate"], "origins": ["https://Shop.example/"]},
        content_type="application/json",
    )

    assert made.status_code == 201, made.content
    key = made.json()["key"]
    client = Client(headers={"X-API-Key": key, "Origin": SHOP})
    assert client.get(PAGE).status_code == 200
    listed = api.get("/api/button-keys")
    assert key not in listed.content.decode()
    [item] = listed.json()["items"]
    assert (item["origins"], item["page_routes"], item["revoked_at"]) == ([SHOP], ["/scanDevUpdate"], None)
    assert api.delete(f"/api/button-keys/{item['id']}").status_code == 204
    assert_problem(client.get(PAGE), 401, "button_key_not_valid")
    assert api.get("/api/button-keys").json()["items"][0]["revoked_at"]


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"page_routes": []}, "page_routes", "button_key_routes"),
        ({"page_routes": ["x"]}, "page_routes[0]", "page_route_form"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at", "expires_in_the_past"),
        ({"origins": []}, "origins", "button_key_origins"),
        ({"origins": ["*"]}, "origins[0]", "origin_form"),
        ({"origins": ["null"]}, "origins[0]", "origin_form"),
        ({"origins": [SHOP, "https://a.example/path"]}, "origins[1]", "origin_form"),
    ],
)
def test_what_is_wrong_with_a_key_is_said_and_none_is_made(
    api: Client, wrong: Any, field: str, code: str
) -> None:
    body = {"name": "shop", "page_routes": ["/scanDevUpdate"], "origins": [SHOP], **wrong}

    response = api.post("/api/button-keys", body, content_type="application/json")

    assert_problem(response, 422, code)
    assert response.json()["error"]["field"] == field
    assert not ApiKey.objects.exclude(scope={}).exists()
