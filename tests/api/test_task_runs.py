"""Running, stopping and following a task over the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.api.test_errors import assert_problem
from watchbell.executions.models import Execution
from watchbell.executions.transition import finish, start
from watchbell.kernel.status import Status

Make = Callable[..., list[Execution]]
SCHEMA = {"type": "object", "properties": {"name": {"type": "string", "default": "world"}}}


@pytest.fixture(autouse=True)
def hello(api: Client) -> None:
    create(api, task_parameters=SCHEMA, task_overlap="allow")


def create(api: Client, task_id: str = "hello", **fields: Any) -> None:
    body = {"task_id": task_id, "task_name": "Hello", "task_type": "command", "task_exec": "true", **fields}
    assert api.post("/api/tasks", body, content_type="application/json").status_code == 201


def execute(api: Client, body: Any = None, query: str = "", **headers: str) -> Any:
    address = f"/api/tasks/hello/execute{query}"
    return post(api, address, body, **headers)


def post(api: Client, address: str, body: Any = None, **headers: str) -> Any:
    data = b"" if body is None else json.dumps(body)
    return api.post(address, data, content_type="application/json", headers=headers)


def test_a_run_is_accepted_at_once(api: Client) -> None:
    response = execute(api, {"parameters": {"name": "you"}})

    started = response.json()
    assert response.status_code == 202
    assert started.keys() == {"execution_id", "task_id", "status"}
    assert (started["task_id"], started["status"]) == ("hello", "pending")
    execution = api.get(f"/api/executions/{started['execution_id']}").json()
    assert execution["parameters"] == {"name": "you"}
    assert (execution["trigger"], execution["user"]) == ("manual", "ada")


@pytest.mark.parametrize("body", [None, {}, {"parameters": None}, {"parameters": {}}])
def test_without_parameters_the_defaults_count(api: Client, body: Any) -> None:
    started = execute(api, body).json()

    assert api.get(f"/api/executions/{started['execution_id']}").json()["parameters"] == {"name": "world"}


@pytest.mark.parametrize(
    "body", [{"parameters": {"name": 7}}, {"parameters": []}, {"parameters": "x"}, {"uid": 0}, [], "x"]
)
def test_wrong_parameters_start_nothing(api: Client, body: Any) -> None:
    response = api.generic(
        "POST", "/api/tasks/hello/execute", json.dumps(body), content_type="application/json"
    )

    assert_problem(response, 422)
    assert not Execution.objects.exists()


def test_a_task_that_does_not_exist_cannot_be_run_or_stopped(api: Client) -> None:
    for path in ("execute", "stop"):
        assert_problem(post(api, f"/api/tasks/nobody/{path}"), 404, "not_found")
    for path in ("executions", "status", "next-run", "executions/x"):
        assert_problem(api.get(f"/api/tasks/nobody/{path}"), 404, "not_found")


def test_the_same_idempotency_key_gives_the_same_execution(api: Client) -> None:
    first = execute(api, {"parameters": {"name": "a"}}, **{"Idempotency-Key": "k"})
    again = execute(api, {"parameters": {"name": "a"}}, **{"Idempotency-Key": "k"})
    other = execute(api, {"parameters": {"name": "b"}}, **{"Idempotency-Key": "k"})

    assert first.json() == again.json()
    assert_problem(other, 409, "idempotency_key_reused")
    assert Execution.objects.count() == 1


@pytest.mark.parametrize("wait", ["-1", "3601", "x", "nan", "inf"])
def test_the_time_to_wait_is_bounded(api: Client, wait: str) -> None:
    assert assert_problem(execute(api, query=f"?wait={wait}"), 422)["field"] == "wait"
    assert not Execution.objects.exists()


def test_who_waits_longer_than_it_takes_gets_the_finished_execution(api: Client) -> None:
    create(api, "once", task_overlap="skip")
    post(api, "/api/tasks/once/execute")

    skipped = post(api, "/api/tasks/once/execute?wait=5")

    assert skipped.status_code == 200
    assert (skipped.json()["status"], skipped.json()["reason"]) == ("skipped", "overlap")


def test_who_waits_too_short_is_told_how_it_stands(api: Client) -> None:
    response = execute(api, query="?wait=0.1")

    assert response.status_code == 202
    assert response.json()["status"] == "pending"


def test_stopping_a_task_stops_everything_of_it_and_is_idempotent(api: Client) -> None:
    ids = {execute(api).json()["execution_id"] for _ in range(2)}
    running = Execution.objects.get(pk=execute(api).json()["execution_id"])
    start(running)

    first = post(api, "/api/tasks/hello/stop")
    second = post(api, "/api/tasks/hello/stop")

    assert first.status_code == second.status_code == 202
    stopped = {item["execution_id"]: item["status"] for item in first.json()["executions"]}
    assert stopped == {**dict.fromkeys(ids, "cancelled"), running.pk: "running"}
    finish(running, Status.CANCELLED, reason="user")
    assert post(api, "/api/tasks/hello/stop").json() == {"task_id": "hello", "executions": []}


def test_one_execution_of_a_task_is_stopped_by_its_id(api: Client) -> None:
    first, second = (execute(api).json()["execution_id"] for _ in range(2))
    body = {"execution_id": first}

    response = api.post("/api/tasks/hello/stop", body, content_type="application/json")

    assert [item["execution_id"] for item in response.json()["executions"]] == [first]
    assert api.get(f"/api/executions/{second}").json()["status"] == "pending"


def test_an_execution_of_another_task_is_not_stopped(api: Client) -> None:
    """Security 13: ids inside bodies count too."""
    create(api, "other")
    other = post(api, "/api/tasks/other/execute").json()["execution_id"]

    response = api.post("/api/tasks/hello/stop", {"execution_id": other}, content_type="application/json")

    assert_problem(response, 404)
    assert api.get(f"/api/executions/{other}").json()["status"] == "pending"


def test_the_history_of_a_task_is_only_its_own(api: Client) -> None:
    create(api, "other")
    own = execute(api).json()["execution_id"]
    post(api, "/api/tasks/other/execute")

    items = api.get("/api/tasks/hello/executions").json()["items"]

    assert api.get("/api/tasks/hello/executions?task_id=other").status_code == 422
    assert [item["execution_id"] for item in items] == [own]
    assert api.get("/api/tasks/hello/executions?status=running").json()["items"] == []


def test_when_a_task_is_due_is_told_in_its_zone(api: Client) -> None:
    create(api, "daily", task_schedule=["0 3 * * *", "0 15 * * *"], task_timezone="Asia/Shanghai")

    due = api.get("/api/tasks/daily/next-run?count=4").json()

    assert due["next_run"] == due["upcoming"][0]
    assert sorted({time[11:] for time in due["upcoming"]}) == ["03:00:00+08:00", "15:00:00+08:00"]
    assert due["upcoming"] == sorted(due["upcoming"])


def test_a_task_that_is_switched_off_or_has_no_schedule_is_never_due(api: Client) -> None:
    create(api, "off", task_schedule="@daily", task_enabled=False)

    for task_id in ("off", "hello"):
        assert api.get(f"/api/tasks/{task_id}/next-run").json() == {"next_run": None, "upcoming": []}
        assert api.get(f"/api/tasks/{task_id}/status").json()["next_run"] is None
