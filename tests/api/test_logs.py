"""Logs over the API (security 22 to 24)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.test_errors import assert_problem
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution

Make = Callable[..., list[Execution]]


@pytest.fixture
def task(api: Client) -> None:
    body = {"task_id": "hello", "task_name": "Hello", "task_type": "command", "task_exec": "true"}
    assert api.post("/api/tasks", body, content_type="application/json").status_code == 201


def write_log(row: Execution, data: bytes) -> None:
    paths = log_store().paths(row.pk)
    paths.log.parent.mkdir(parents=True, exist_ok=True)
    paths.log.write_bytes(data)


def texts(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["text"] for item in response.json()["items"]]


@pytest.fixture
def logged(executions: Make) -> str:
    [row] = executions(1, status="success")
    lines = [f"line {number}\n" for number in range(1, 2001)]
    lines[499] = "ERROR: no route to host\n"
    write_log(row, "".join(lines).encode())
    return row.pk


def test_a_log_is_read_in_pages_to_its_end(api: Client, logged: str) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(f"/api/executions/{logged}/logs?limit=300&cursor={cursor}")
        seen += texts(page)
        cursor = page.json()["next_cursor"]

    assert len(seen) == 2000
    assert seen[499] == "ERROR: no route to host"
    assert page.json()["total_lines"] == 2000


def test_a_log_is_read_from_a_line_its_end_or_what_it_says(api: Client, logged: str) -> None:
    address = f"/api/executions/{logged}/logs"

    assert texts(api.get(f"{address}?line=7&limit=2")) == ["line 7", "line 8"]
    assert texts(api.get(f"{address}?tail=2")) == ["line 1999", "line 2000"]
    assert texts(api.get(f"{address}?q=ROUTE")) == ["ERROR: no route to host"]
    assert texts(api.get(f"{address}?level=error,warning")) == ["ERROR: no route to host"]
    assert texts(api.get(f"{address}?stream=stderr")) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [("level=loud", "level"), ("stream=stdin", "stream"), ("limit=2001", "limit"), ("tail=0", "tail")],
)
def test_a_wrong_parameter_is_named(api: Client, logged: str, query: str, field: str) -> None:
    assert assert_problem(api.get(f"/api/executions/{logged}/logs?{query}"), 422)["field"] == field


def test_a_made_up_cursor_is_refused(api: Client, logged: str) -> None:
    assert_problem(api.get(f"/api/executions/{logged}/logs?cursor=nonsense"), 400)


def test_the_log_of_a_running_program_can_always_be_asked_for_more(api: Client, executions: Make) -> None:
    [row] = executions(1, status="running")
    with log_store().writer(row.pk) as writer:
        writer.append(b"one\n")
        first = api.get(f"/api/executions/{row.pk}/logs").json()
        writer.append(b"two\n", stream=2)
    second = api.get(f"/api/executions/{row.pk}/logs?cursor={first['next_cursor']}")

    assert [item["text"] for item in first["items"]] == ["one"]
    assert texts(second) == ["two"]
    assert second.json()["items"][0]["stream"] == "stderr"
    assert second.json()["next_cursor"]


def test_the_log_of_a_task_is_that_of_its_latest_run(api: Client, task: None, executions: Make) -> None:
    first, second = executions(2, status="success")
    executions(1, status="skipped")
    write_log(first, b"first\n")
    write_log(second, b"second\n")

    latest = api.get("/api/tasks/hello/logs")

    assert texts(latest) == ["second"]
    assert latest.json()["execution_id"] == second.pk
    assert texts(api.get(f"/api/tasks/hello/logs?execution_id={first.pk}")) == ["first"]


def test_a_task_that_never_ran_has_an_empty_log_and_nothing_to_download(api: Client, task: None) -> None:
    assert api.get("/api/tasks/hello/logs").json()["items"] == []
    assert_problem(api.get("/api/tasks/hello/logs/download"), 404, "no_executions_yet")
    assert_problem(api.get("/api/tasks/nobody/logs"), 404, "not_found")


HOSTILE = bytes(range(256)) + "\x1b[31m<script>alert(1)</script>\r\n中文".encode("gbk") + b"\n\x00" * 100_000


def test_a_download_is_the_exact_bytes_and_never_a_page(api: Client, executions: Make) -> None:
    [row] = executions(1, status="success")
    write_log(row, HOSTILE)

    response = api.get(f"/api/executions/{row.pk}/logs/download")

    assert b"".join(response.streaming_content) == HOSTILE
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "name", ["Nightly", "夜间备份", 'a"b', "../../etc/passwd", "a\r\nSet-Cookie: x=1", "a;b", "x" * 300, ""]
)
def test_the_name_of_a_download_is_that_of_the_task_and_harmless(
    api: Client, executions: Make, name: str
) -> None:
    [row] = executions(1, status="success", name=name)

    header = api.get(f"/api/executions/{row.pk}/logs/download")["Content-Disposition"]

    kept = unquote(header.partition("filename")[2])
    assert row.pk in kept
    assert not {"/", "\r", "\n", ";"} & set(kept.replace("*=utf-8''", ""))
    if name == "夜间备份":
        assert "filename*=utf-8''%E5%A4%9C" in header


def test_what_a_program_printed_is_text_in_json(api: Client, executions: Make) -> None:
    [row] = executions(1, status="success")
    write_log(row, b"<script>alert(1)</script>\x1b[31m\x00\xff\n")

    response = api.get(f"/api/executions/{row.pk}/logs")

    assert texts(response)[0].startswith("<script>alert(1)</script>\x1b[31m\x00")
    assert response["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("newer", [{"status": "skipped"}, {"status": "pending"}, {"status": "cancelled"}])
def test_the_log_of_a_task_is_that_of_the_execution_that_ran_last(
    api: Client, task: None, executions: Make, newer: dict[str, str]
) -> None:
    [ran] = executions(1, status="failed", started_at=timezone.now(), completed_at=timezone.now())
    write_log(ran, b"why it failed\n")
    executions(1, **newer)

    assert texts(api.get("/api/tasks/hello/logs")) == ["why it failed"]
    assert b"why it failed" in b"".join(api.get("/api/tasks/hello/logs/download"))
