"""The definitions of tasks over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.api.tasks import body, write
from tests.api.test_errors import assert_problem
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.models import Task
from watchbell.tasks.store import get_store

Make = Callable[..., Any]
PAST = {"at": "2020-01-01T08:00:00+08:00"}


def test_a_task_is_created_and_answered_whole(make: Make) -> None:
    response = make(task_schedule="0 3 * * *", task_timezone="Asia/Shanghai", task_tags=["nightly"])

    task = response.json()
    assert response["Location"] == "/api/tasks/hello"
    assert response["ETag"] == f'"{task["version"]}"'
    assert task["task_schedule"] == "0 3 * * *"
    assert task["task_retry"] == 0, "defaults are answered too"
    assert task["updated_by"] == "ada"
    assert task["last_execution"] is None
    assert (task["running"], task["recent"], task["dependents"]) == ([], [], [])
    assert task["next_run"]


def test_an_id_that_is_taken_is_a_conflict(api: Client, make: Make) -> None:
    make()

    response = write(api, "post", "/api/tasks", body(task_name="Other"))

    assert_problem(response, 409, "task_exists")
    assert api.get("/api/tasks/hello").json()["task_name"] == "Hello"


def test_everything_wrong_with_a_definition_is_told_at_once_in_both_languages(api: Client) -> None:
    wrong = body("Not An Id", task_schedule="61 * * * *", task_retry=-1, uid=0, task_env={"LD_PRELOAD": "x"})

    for language in ("en", "zh"):
        response = write(api, "post", "/api/tasks", wrong, **{"Accept-Language": language})
        assert_problem(response, 422)
        fields = {error["field"].split(".")[0] for error in response.json()["errors"]}
        assert {"task_id", "task_schedule", "task_retry", "uid", "task_env"} <= fields
    assert not Task.objects.exists()


@pytest.mark.parametrize("data", [None, [], "x", 7, {"task_id": 7}, {}])
def test_what_is_no_task_is_refused(api: Client, data: Any) -> None:
    assert_problem(write(api, "post", "/api/tasks", data), 422)


def test_what_was_read_can_be_changed_and_sent_back(api: Client, make: Make) -> None:
    task = make().json()

    response = write(api, "put", "/api/tasks/hello", {**task, "task_name": "New"})

    assert response.status_code == 200, response.content
    assert response.json()["task_name"] == "New"
    assert response.json()["version"] == task["version"] + 1


def test_replacing_with_what_is_there_already_changes_no_version(api: Client, make: Make) -> None:
    task = make().json()

    assert write(api, "put", "/api/tasks/hello", task).json()["version"] == task["version"]


def test_replacing_a_task_that_does_not_exist_is_not_found(api: Client) -> None:
    assert_problem(write(api, "put", "/api/tasks/hello", body()), 404, "not_found")


def test_the_id_of_a_task_cannot_be_changed(api: Client, make: Make) -> None:
    make()

    for method in ("put", "patch"):
        assert_problem(write(api, method, "/api/tasks/hello", body("other")), 422, "task_id_fixed")


def test_changing_some_fields_leaves_the_others(api: Client, make: Make) -> None:
    make(task_timeout=60, task_tags=["a"])

    changed = write(api, "patch", "/api/tasks/hello", {"task_enabled": False, "task_timeout": None}).json()

    assert changed["task_enabled"] is False
    assert changed["task_timeout"] is None
    assert changed["task_tags"] == ["a"]
    assert changed["next_run"] is None


def test_a_change_is_checked_like_a_whole_task(api: Client, make: Make) -> None:
    make()

    response = write(api, "patch", "/api/tasks/hello", {"task_schedule": "nonsense", "task_colour": "red"})

    fields = {error["field"] for error in response.json()["errors"]}
    assert_problem(response, 422)
    assert fields == {"task_schedule", "task_colour"}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nobody_overwrites_what_they_have_not_seen(api: Client, make: Make, method: str) -> None:
    seen = make()["ETag"]
    write(api, "patch", "/api/tasks/hello", {"task_name": "Newer"})

    response = write(api, method, "/api/tasks/hello", body(task_name="Mine"), **{"If-Match": seen})

    assert_problem(response, 412, "task_edited_meanwhile")
    assert api.get("/api/tasks/hello").json()["task_name"] == "Newer"


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_a_change_made_from_the_newest_version_is_saved(api: Client, make: Make, tag: str) -> None:
    assert make()["ETag"] == '"1"'

    response = write(api, "patch", "/api/tasks/hello", {"task_name": "Mine"}, **{"If-Match": tag})

    assert response.status_code == 200
    assert response["ETag"] == '"2"'


@pytest.mark.parametrize("tag", ["1", '"one"', '"', "", '"1";'])
def test_a_precondition_that_is_no_etag_is_refused(api: Client, make: Make, tag: str) -> None:
    make()

    response = write(api, "patch", "/api/tasks/hello", {"task_name": "Mine"}, **{"If-Match": tag})

    assert_problem(response, 400, "invalid_precondition")


def test_a_deleted_task_is_gone_and_its_history_stays(api: Client, make: Make, executions: Make) -> None:
    make()
    executions(1)

    assert api.delete("/api/tasks/hello").status_code == 204

    assert_problem(api.get("/api/tasks/hello"), 404)
    assert_problem(api.delete("/api/tasks/hello"), 404)
    assert len(api.get("/api/executions?task_id=hello").json()["items"]) == 1


def test_a_task_that_others_depend_on_is_not_deleted(api: Client, make: Make) -> None:
    make("first")
    make("second", task_dependencies=["first"])

    assert_problem(api.delete("/api/tasks/first"), 409, "task_has_dependents")
    assert api.get("/api/tasks/first").json()["dependents"] == ["second"]


def test_a_dependency_that_does_not_exist_is_refused(api: Client) -> None:
    error = assert_problem(write(api, "post", "/api/tasks", body(task_dependencies=["ghost"])), 422)

    assert error["field"].startswith("task_dependencies")


@pytest.mark.parametrize(
    ("schedule", "field"),
    [(PAST, "task_schedule.at"), (["0 3 * * *", PAST], "task_schedule[1].at")],
)
def test_a_single_instant_that_has_passed_is_refused(
    api: Client, make: Make, schedule: Any, field: str
) -> None:
    created = write(api, "post", "/api/tasks", body("once", task_schedule=schedule))

    error = assert_problem(created, 422, "schedule_past")
    assert error["field"] == field
    assert error["hint"]
    make("once")
    changed = write(api, "patch", "/api/tasks/once", {"task_schedule": schedule})
    assert_problem(changed, 422, "schedule_past")


def test_a_task_whose_instant_has_come_and_gone_can_still_be_edited(api: Client) -> None:
    get_store().save_task(TaskDefinition.read(body("once", task_schedule=PAST)))

    response = write(api, "patch", "/api/tasks/once", {"task_enabled": False})

    assert response.status_code == 200
