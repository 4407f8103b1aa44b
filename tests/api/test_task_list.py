"""The list of tasks over the API, and how each of them stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.tasks import body, write
from watchbell.executions.models import Execution
from watchbell.tasks.models import TaskState

Make = Callable[..., Any]


def test_the_list_is_by_name_and_comes_in_pages_without_gap_or_repetition(api: Client, make: Make) -> None:
    for number in range(7):
        make(f"task-{number}", task_name=f"Name {number % 3}")

    seen: list[str] = []
    cursor = ""
    while True:
        page = api.get(f"/api/tasks?limit=2&cursor={cursor}").json()
        seen += [item["task_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == ["task-0", "task-3", "task-6", "task-1", "task-4", "task-2", "task-5"]


@pytest.fixture
def many(make: Make, executions: Make) -> None:
    make("backup", task_name="Nightly backup", task_tags=["nightly", "db"])
    make("report", task_name="Report", task_tags=["db-report"], task_type="shell", task_exec="tasks/r.sh")
    make("old", task_name="Old one", task_enabled=False)
    TaskState.objects.create(task_id="backup", status="failed", streak=2)
    TaskState.objects.create(task_id="report", status="success")
    executions(1, origin="task:report", status="running")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=night", {"backup"}),
        ("q=REPORT", {"report"}),
        ("q=%25", set()),
        ("tag=db", {"backup"}),
        ("tag=d", set()),
        ("type=shell", {"report"}),
        ("enabled=false", {"old"}),
        ("enabled=true", {"backup", "report"}),
        ("status=failed", {"backup"}),
        ("status=success", {"report"}),
        ("status=running", {"report"}),
        ("status=running,failed", {"backup", "report"}),
        ("status=pending", set()),
        ("", {"backup", "report", "old"}),
    ],
)
def test_the_list_is_filtered(api: Client, many: None, query: str, expected: set[str]) -> None:
    assert {item["task_id"] for item in api.get(f"/api/tasks?{query}").json()["items"]} == expected


def test_a_list_of_json_files_is_filtered_and_paged_the_same(
    api: Client, monkeypatch: pytest.MonkeyPatch, data_dir: Any
) -> None:
    from watchbell import conf
    from watchbell.tasks import store

    monkeypatch.setenv("WATCHBELL_TASK_STORE", "json_files")
    conf.get_settings.cache_clear()
    store._json_store.cache_clear()
    for number in range(5):
        fields = {"task_name": f"Name {number % 2}", "task_tags": [f"t{number}"]}
        assert write(api, "post", "/api/tasks", body(f"task-{number}", **fields)).status_code == 201

    first = api.get("/api/tasks?limit=3").json()
    second = api.get(f"/api/tasks?limit=3&cursor={first['next_cursor']}").json()

    ids = [item["task_id"] for item in first["items"] + second["items"]]
    assert ids == ["task-0", "task-2", "task-4", "task-1", "task-3"]
    assert second["next_cursor"] is None
    assert [item["task_id"] for item in api.get("/api/tasks?tag=t3").json()["items"]] == ["task-3"]
    assert api.get("/api/overview").json()["counts"]["tasks"] == 5


def test_a_task_tells_how_it_stands(api: Client, make: Make, executions: Make) -> None:
    make("first")
    ended, running = executions(2, origin="task:first")
    Execution.objects.filter(pk=ended.pk).update(
        status="failed", reason="exit_code", completed_at=timezone.now()
    )
    Execution.objects.filter(pk=running.pk).update(status="running")
    entry = {
        "execution_id": ended.pk,
        "status": "failed",
        "duration": 1.5,
        "created_at": "2026-01-01T00:00:00+00:00",
    }
    TaskState.objects.create(task_id="first", status="failed", last_execution_id=ended.pk, recent=[entry])

    task = api.get("/api/tasks/first").json()
    status = api.get("/api/tasks/first/status").json()

    assert task["last_execution"]["execution_id"] == ended.pk
    assert task["last_execution"]["reason"] == "exit_code"
    assert task["running"] == [running.pk]
    assert task["recent"][0]["duration"] == 1.5
    assert status["status"] == "running"
    assert status["running"] == [running.pk]
    assert status["last_execution"]["execution_id"] == ended.pk


def test_a_list_takes_the_same_number_of_queries_however_long_it_is(
    api: Client, make: Make, executions: Make
) -> None:
    counts = []
    for number in range(12):
        make(f"task-{number}", task_schedule="@daily")
        [row] = executions(1, origin=f"task:task-{number}", status="running")
        TaskState.objects.create(task_id=f"task-{number}", status="failed", last_execution_id=row.pk)
        if number in (0, 11):
            with CaptureQueriesContext(connection) as queries:
                assert len(api.get("/api/tasks").json()["items"]) == number + 1
            counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[1] <= 8
