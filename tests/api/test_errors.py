from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from watchbell.messages import MESSAGES

HOSTILE = {
    "not JSON": b"{expression: 1}",
    "a truncated object": b'{"expression": ',
    "no text encoding": b'{"expression": "\xff\xfe"}',
    "a name given twice": b'{"expression": "* * * * *", "expression": "0 * * * *"}',
    "NaN": b'{"expression": "* * * * *", "count": NaN}',
    "infinity": b'{"expression": "* * * * *", "count": -Infinity}',
    "a float too large": b'{"expression": "* * * * *", "count": 1e999}',
    "an integer of 5,000 digits": b'{"expression": "* * * * *", "count": ' + b"9" * 5000 + b"}",
    "an integer over 64 bits": b'{"expression": "* * * * *", "count": 9223372036854775808}',
    "half a surrogate pair": b'{"expression": "\\ud800"}',
    "a NUL": b'{"expression": "\\u0000"}',
    "a NUL in a name": b'{"a\\u0000b": 1}',
    "100,000 levels": b"[" * 100_000 + b"]" * 100_000,
    "100 levels": b'{"expression": ' + b"[" * 100 + b"]" * 100 + b"}",
}


def assert_problem(response: Any, status: int, code: str | None = None) -> dict[str, Any]:
    assert response.status_code == status, response.content[:500]
    assert response["Content-Type"].startswith("application/json")
    error = response.json()["error"]
    assert error.keys() == {"code", "message", "field", "hint", "values"}
    assert error["message"]
    if code:
        assert error["code"] == code
    return dict(error)


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_body_that_cannot_be_parsed_is_refused_with_400(api: Client, body: bytes) -> None:
    response = api.post("/api/schedule/preview", body, content_type="application/json")

    assert_problem(response, 400, "malformed_json")


def test_an_empty_body_is_refused_with_400(api: Client) -> None:
    response = api.post("/api/schedule/preview", b"", content_type="application/json")

    assert_problem(response, 400, "body_missing")


@pytest.mark.parametrize("value", [None, [], "x", 1, True])
def test_a_body_that_is_no_object_names_no_field_but_is_refused(api: Client, value: Any) -> None:
    response = api.post("/api/auth/login", json.dumps(value), content_type="application/json")

    assert_problem(response, 422)


def test_every_wrong_field_is_named_at_once(api: Client) -> None:
    response = api.post(
        "/api/schedule/preview", {"expression": 7, "count": 0}, content_type="application/json"
    )

    assert_problem(response, 422)
    fields = [error["field"] for error in response.json()["errors"]]
    assert "count" in fields
    assert len(fields) > 1


def test_an_unknown_field_is_refused_by_name(api: Client) -> None:
    body = {"expression": "* * * * *", "uid": 0}

    response = api.post("/api/schedule/preview", body, content_type="application/json")

    assert assert_problem(response, 422, "parameter_unknown")["field"] == "uid"


def test_an_address_below_api_that_does_not_exist_answers_404_in_json(stranger: Client) -> None:
    for path in ("/api", "/api/", "/api/nothing", "/api/tasks/a/b/c/d", "/api/../etc/passwd"):
        assert_problem(stranger.get(path), 404, "no_such_route")


def test_a_method_that_is_not_possible_answers_405_and_names_those_that_are(stranger: Client) -> None:
    response = stranger.delete("/api/health")

    assert_problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET"


def test_a_body_that_is_too_large_answers_413(api: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = json.dumps({"expression": "*" * 2000})

    assert_problem(api.post("/api/schedule/preview", body, content_type="application/json"), 413)


def test_a_nul_in_the_address_or_the_query_is_refused(api: Client) -> None:
    assert_problem(api.get("/api/executions/%00"), 400, "unsupported_characters")
    assert_problem(api.get("/api/executions?q=%00"), 400, "unsupported_characters")


def test_what_goes_wrong_inside_is_logged_and_answered_with_a_reference_only(
    api: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("watchbell.api.executions.execution_page", fail)

    error = assert_problem(api.get("/api/executions"), 500, "internal_error")

    assert "secret detail" not in json.dumps(error)
    assert error["values"]["reference"] in caplog.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.1,zh-Hant", "zh"),
        ("de,fr;q=0.5", "en"),
        ("", "en"),
        (";;q=x,,", "en"),
        ("zh;q=0", "en"),
    ],
)
def test_errors_speak_the_language_of_the_caller(stranger: Client, header: str, language: str) -> None:
    response = stranger.get("/api/executions", headers={"Accept-Language": header})

    words = {"en": "You are not signed in.", "zh": "您尚未登录。"}
    assert response.json()["error"]["message"] == words[language]
    assert response["Content-Language"] == language


def test_where_the_caller_prefers_neither_the_installation_decides(
    stranger: Client, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    from watchbell import conf

    monkeypatch.setenv("WATCHBELL_LANGUAGE", "zh")
    conf.get_settings.cache_clear()

    assert stranger.get("/api/executions").json()["error"]["message"] == "您尚未登录。"


def test_answers_are_not_kept_by_browsers_and_proxies(api: Client) -> None:
    response = api.get("/api/executions")

    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"task_id": "a", "task_env": {"A": "x\\u0000"}}', "task_env.A"),
        (b'{"task_id": "a", "task_tags": ["x", "\\ud800"]}', "task_tags[1]"),
        (b'{"task_id": "a", "task_config": {"args": [{"b": "\\u0000"}]}}', "task_config.args[0].b"),
        (b'{"task_env": {"\\u0000": "x"}}', "task_env.'\\x00'"),
    ],
)
def test_a_character_that_cannot_be_kept_is_named_with_its_field(
    api: Client, body: bytes, field: str
) -> None:
    error = assert_problem(api.post("/api/tasks", body, content_type="application/json"), 400)

    assert error["field"] == field
    assert error["hint"]


@pytest.mark.parametrize("value", [[], "x"])
def test_a_body_that_is_no_object_is_called_the_body(api: Client, value: Any) -> None:
    response = api.post("/api/auth/login", json.dumps(value), content_type="application/json")

    error = assert_problem(response, 422, "body_not_object")
    assert "body" in error["message"]
    assert error["hint"]


def test_an_entry_of_a_list_is_named_with_its_list(api: Client) -> None:
    task = {"task_id": "a", "task_exec": "tasks/a.py", "task_dependencies": [7]}

    error = assert_problem(api.post("/api/tasks", task, content_type="application/json"), 422)

    assert error["message"] == "'task_dependencies[0]' must be text."


def test_what_is_no_duration_is_shown_as_it_was_given(api: Client) -> None:
    for given, shown in ((None, "null"), ([1], "[…]"), (True, "true"), ({}, "{…}")):
        task = {"task_id": "a", "task_exec": "tasks/a.py", "task_retry_interval": given}
        error = assert_problem(api.post("/api/tasks", task, content_type="application/json"), 422)
        assert error["message"] == f"'{shown}' is not a duration."
        assert "90s" in error["hint"]


CHINESE = {
    "NUL": ("/api/tasks", b'{"task_id": "\\u0000"}'),
    "a comma too many": ("/api/tasks", b'{"a": 1,}'),
    "a missing value": ("/api/tasks", b'{"a":}'),
    "no end": ("/api/tasks", b'{"a": "x'),
    "a time too early": (
        "/api/schedule/preview",
        b'{"expression": "* * * * *", "start": "0001-01-01T00:00:00+14:00"}',
    ),
    "no time": ("/api/schedule/preview", b'{"expression": "* * * * *", "start": "soon"}'),
    "a default": (
        "/api/tasks",
        b'{"task_id": "a", "task_exec": "tasks/a.py",'
        b' "task_parameters": {"properties": {"a": {"type": "integer", "default": "x"}}}}',
    ),
    "no text": ("/api/tasks", b'{"task_id": "a", "task_exec": 7}'),
}


@pytest.mark.parametrize(("path", "body"), CHINESE.values(), ids=CHINESE)
def test_a_chinese_message_quotes_no_english_sentence(api: Client, path: str, body: bytes) -> None:
    response = api.post(path, body, content_type="application/json", headers={"accept-language": "zh"})

    message = response.json()["error"]["message"]
    assert response.status_code in (400, 422)
    assert not re.search(r"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", message), message


def test_every_refusal_of_a_field_or_an_address_names_a_way_out() -> None:
    wanted = [code for code in MESSAGES if code.startswith("field_")]
    for code in (*wanted, "not_found", "no_such_route", "path_goes_up", "malformed_json"):
        assert MESSAGES[code].hint_en, code
        assert MESSAGES[code].hint_zh, code
