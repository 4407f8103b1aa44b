"""Seeing and revoking API keys."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.api.test_errors import assert_problem
from watchbell.access.button_keys import create_button_key
from watchbell.access.keys import create_key


def test_keys_are_listed_without_the_keys_themselves_and_revoked_at_once(
    api: Client, admin: Any, key: str
) -> None:
    other = create_key(admin, "deploy")
    create_button_key(admin, "shop", page_routes=["/a"], origins=["https://shop.example"])

    listed = api.get("/api/keys")

    assert other not in listed.content.decode()
    newest, oldest = listed.json()["items"]
    assert (newest["name"], newest["user"], newest["state"]) == ("deploy", "ada", "valid")
    assert oldest["prefix"] == key[:12] and oldest["last_used_at"]
    assert api.delete(f"/api/keys/{newest['id']}").status_code == 204
    assert_problem(Client(headers={"X-API-Key": other}).get("/api/tasks"), 401, "invalid_key")
    assert api.get("/api/keys").json()["items"][0]["state"] == "revoked"


def test_the_list_comes_a_page_at_a_time(api: Client, admin: Any) -> None:
    create_key(admin, "deploy")

    first = api.get("/api/keys?limit=1").json()
    second = api.get("/api/keys", {"limit": 1, "cursor": first["next_cursor"]}).json()

    assert [first["items"][0]["name"], second["items"][0]["name"]] == ["deploy", "tests"]
    assert second["next_cursor"] is None


def test_a_button_key_is_not_revoked_as_an_api_key(api: Client, admin: Any) -> None:
    _, row = create_button_key(admin, "shop", page_routes=["/a"], origins=["https://shop.example"])

    assert_problem(api.delete(f"/api/keys/{row.pk}"), 404, "not_found")


def test_who_is_not_signed_in_sees_no_key(stranger: Client) -> None:
    assert_problem(stranger.get("/api/keys"), 401, "not_authenticated")
