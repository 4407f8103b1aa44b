"""Secrets over HTTP: written, named, never answered (security 37, 41)."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client

from tests.api.test_errors import assert_problem
from watchbell.access import secrets

VALUE = "s3cr3t-9f3b7c"


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    secrets._recent.clear()


def put(api: Client, name: str, value: Any) -> Any:
    return api.put(f"/api/secrets/{name}", {"value": value}, content_type="application/json")


def test_a_value_goes_in_and_never_comes_out(api: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    answers = [put(api, "jenkins-token", VALUE), api.get("/api/secrets")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].json()["items"][0].keys() == {"name", "updated_at", "updated_by"}
    assert answers[1].json()["items"][0]["updated_by"] == "ada"
    assert all(VALUE not in answer.content.decode() for answer in answers)
    assert VALUE not in caplog.text
    assert secrets.get_secret("jenkins-token") == VALUE


@pytest.mark.parametrize("body", [{"value": [VALUE]}, {"value": VALUE + "\0"}, {"valeu": VALUE}, VALUE])
def test_a_refusal_does_not_repeat_the_value(api: Client, body: Any) -> None:
    answer = api.put("/api/secrets/x", body, content_type="application/json")

    assert answer.status_code in {400, 422}
    assert VALUE not in answer.content.decode()


def test_a_name_that_cannot_be_is_refused_in_the_language_of_the_caller(api: Client) -> None:
    answer = api.put(
        "/api/secrets/a b", {"value": "x"}, content_type="application/json", headers={"Accept-Language": "zh"}
    )

    assert_problem(answer, 422, "secret_name_invalid")
    assert "不能作为密钥名称" in answer.json()["error"]["message"]


def test_a_deleted_secret_is_not_in_the_list(api: Client) -> None:
    put(api, "a", "x")

    assert api.delete("/api/secrets/a").status_code == 204
    assert api.get("/api/secrets").json() == {"items": [], "next_cursor": None}
    assert_problem(api.delete("/api/secrets/a"), 404, "not_found")


def test_the_list_comes_in_pages(api: Client) -> None:
    for name in "cab":
        put(api, name, "x")

    first = api.get("/api/secrets?limit=2").json()
    second = api.get("/api/secrets", {"limit": 2, "cursor": first["next_cursor"]}).json()

    assert [item["name"] for item in first["items"] + second["items"]] == ["a", "b", "c"]
    assert second["next_cursor"] is None


def test_without_the_key_file_the_answer_says_what_is_missing(api: Client, data_dir: Any) -> None:
    put(api, "a", "x")
    (data_dir / "conf/secret.key").unlink()

    assert_problem(put(api, "b", "x"), 503, "secret_key_missing")
