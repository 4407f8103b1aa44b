from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from tests.api.test_errors import assert_problem
from watchbell import __version__
from watchbell.executions import health
from watchbell.executions.models import Execution
from watchbell.tasks.models import TaskState

Make = Callable[..., list[Execution]]


def create(api: Client, task_id: str, **fields: Any) -> None:
    body = {"task_id": task_id, "task_name": task_id.title(), "task_type": "command", "task_exec": "true"}
    response = api.post("/api/tasks", {**body, **fields}, content_type="application/json")
    assert response.status_code == 201, response.content


def test_anybody_may_ask_whether_it_is_ready(stranger: Client) -> None:
    assert stranger.get("/api/health").json() == {"status": "ok", "version": __version__}


def test_a_monitor_may_ask_for_the_head_alone(stranger: Client) -> None:
    assert stranger.head("/api/health").status_code == 200
    assert stranger.head("/api/status").status_code == 401


def test_it_is_not_ready_while_a_part_of_the_engine_does_not_work(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    health.report("scheduler", ok=True)
    health.report("launcher", ok=False, running=0)
    assert assert_problem(stranger.get("/api/health"), 503, "not_ready")["values"]["detail"] == "launcher"

    health.report("launcher", ok=True, running=0)
    assert stranger.get("/api/health").status_code == 200

    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert_problem(stranger.get("/api/health"), 503, "not_ready")


def test_it_is_not_ready_without_its_database(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> None:
            raise DatabaseError

    monkeypatch.setattr("watchbell.api.status.connection", Gone())

    assert_problem(stranger.get("/api/health"), 503, "not_ready")


def test_the_status_is_what_the_engine_last_said_itself(api: Client, executions: Make) -> None:
    health.report("scheduler", ok=True)
    health.report("launcher", ok=True, running=3)
    executions(2)
    executions(1, status="running")

    status = api.get("/api/status").json()

    assert status["scheduler"]["ok"] is True
    assert 0 <= status["scheduler"]["age_seconds"] < 5
    assert status["launcher"] == {"ok": True, "running": 3}
    assert status["queue"] == {"pending": 2, "running": 1, "max_running": 100}


def test_without_an_engine_nothing_is_claimed_to_work(api: Client) -> None:
    status = api.get("/api/status").json()

    assert status["scheduler"] == {"last_beat": None, "age_seconds": None, "ok": False}
    assert status["launcher"]["ok"] is False


def test_the_overview_tells_what_runs_what_failed_and_what_is_next(api: Client, executions: Make) -> None:
    create(api, "backup", task_schedule="@daily")
    create(api, "paused", task_schedule="* * * * *", task_enabled=False)
    create(api, "both", task_schedule=["@daily", "@hourly"])
    [failed] = executions(1, origin="task:backup", status="failed")
    [running] = executions(1, origin="task:both", status="running")
    TaskState.objects.create(task_id="backup", status="failed", streak=4, last_execution_id=failed.pk)
    TaskState.objects.create(task_id="gone", status="failed", streak=1, last_execution_id=failed.pk)

    overview = api.get("/api/overview").json()

    assert [item["execution_id"] for item in overview["running"]] == [running.pk]
    [attention] = overview["attention"]
    assert (attention["task_id"], attention["task_name"], attention["streak"]) == ("backup", "Backup", 4)
    assert attention["execution"]["execution_id"] == failed.pk
    assert {item["task_id"] for item in overview["upcoming"]} == {"both", "backup"}
    assert len(overview["upcoming"]) == 2
    assert overview["counts"] == {
        "tasks": 3,
        "enabled": 2,
        "running": 1,
        "pending": 0,
        "failed_24h": 1,
        "success_24h": 0,
    }


def test_every_kind_of_task_has_words_in_both_languages_and_a_schema(api: Client) -> None:
    items = api.get("/api/executors").json()["items"]

    assert {"python", "shell", "command"} <= {item["type"] for item in items}
    for item in items:
        assert all(item[name][language] for name in ("title", "description") for language in ("en", "zh"))
        assert item["schema"]["type"] == "object"
