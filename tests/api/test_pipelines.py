"""Pipelines over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.test_errors import assert_problem
from watchbell.api.topics import Topics
from watchbell.executions.events import summary
from watchbell.executions.models import Execution

STEPS = [
    {"id": "build", "type": "command", "program": "true", "matrix": ["a", "b"]},
    {"id": "ok", "type": "approval", "message": "Go on?", "needs": ["build"]},
]


def post(api: Client, path: str, body: Any, **headers: str) -> Any:
    return api.post(path, json.dumps(body), content_type="application/json", headers=headers)


def create(api: Client, task_id: str = "pipe", **fields: Any) -> Any:
    body = {"task_id": task_id, "task_type": "pipeline", "task_config": {"steps": STEPS}, **fields}
    return post(api, "/api/tasks", body)


def test_a_wrong_pipeline_is_refused_with_every_problem_in_the_callers_language(api: Client) -> None:
    steps = [*STEPS, {"id": "x", "type": "nonsense", "needs": ["gone"]}]
    response = post(
        api,
        "/api/tasks",
        {"task_id": "pipe", "task_type": "pipeline", "task_config": {"steps": steps}},
        **{"Accept-Language": "zh-CN"},
    )

    assert response.status_code == 422
    errors = {error["field"]: error for error in response.json()["errors"]}
    assert errors.keys() == {"task_config.steps[2].type", "task_config.steps[2].needs[0]"}
    assert "没有步骤“gone”" in errors["task_config.steps[2].needs[0]"]["message"]


def test_checking_saves_nothing_and_tells_both_languages(api: Client) -> None:
    text = "steps:\n- id: a\n  type: command\n  program: make\n  needs: [b]\n"
    found = post(api, "/api/pipelines/check", {"definition": text}).json()

    assert (found["ok"], found["step_count"], found["definition"]["steps"][0]["id"]) == (False, 1, "a")
    (problem,) = found["problems"]
    assert (problem["code"], problem["field"], problem["line"]) == (
        "pipeline_step_unknown",
        "steps[0].needs[0]",
        5,
    )
    assert problem["messages"] == {"en": "There is no step 'b'.", "zh": "没有步骤“b”。"}
    good = post(api, "/api/pipelines/check", {"definition": {"steps": STEPS}}).json()
    assert (good["ok"], good["problems"], good["step_count"]) == (True, [], 2)
    assert api.get("/api/tasks").json()["items"] == []


@pytest.mark.parametrize(
    "definition", [None, 7, [], {}, "", "- a", {"steps": "x"}, {"steps": [[]]}, "a: b: c"]
)
def test_whatever_is_checked_the_answer_is_a_list_of_problems(api: Client, definition: Any) -> None:
    response = post(api, "/api/pipelines/check", {"definition": definition})

    assert response.status_code == 200
    assert not response.json()["ok"] and response.json()["problems"]


def test_parameters_and_nesting_are_checked_where_they_are_known(api: Client) -> None:
    step = {**STEPS[0], "parameters": {"x": {"from": "parameters.gone"}}}
    own = {"id": "again", "type": "task", "task_id": "pipe"}
    body = {"definition": {"steps": [step, own]}, "task_id": "pipe", "task_parameters": {}}
    found = post(api, "/api/pipelines/check", body).json()["problems"]

    assert {(one["field"], one["code"]) for one in found} == {
        ("steps[0].parameters.x", "pipeline_parameter_unknown"),
        ("steps[1].task_id", "pipeline_nested_in_itself"),
    }


def test_pipelines_are_listed_with_the_number_of_their_steps(api: Client) -> None:
    create(api, task_name="Release")
    post(api, "/api/tasks", {"task_id": "plain", "task_type": "command", "task_exec": "true"})

    (item,) = api.get("/api/pipelines").json()["items"]
    assert (item["task_id"], item["task_name"], item["step_count"]) == ("pipe", "Release", 2)


def test_the_steps_of_a_pipeline_that_has_not_begun_are_there(api: Client) -> None:
    create(api)
    execution_id = post(api, "/api/tasks/pipe/execute", {}).json()["execution_id"]

    listed = api.get(f"/api/executions/{execution_id}/steps").json()
    assert listed["max_parallel"] is None
    shown = [(one["key"], one["status"], one["execution_id"], one["waiting_for"]) for one in listed["items"]]
    assert shown == [
        ("build[0]", "pending", None, ["queue"]),
        ("build[1]", "pending", None, ["queue"]),
        ("ok", "pending", None, ["build"]),
    ]


def test_steps_and_decisions_are_for_pipelines_only(api: Client) -> None:
    post(api, "/api/tasks", {"task_id": "plain", "task_type": "command", "task_exec": "true"})
    plain = post(api, "/api/tasks/plain/execute", {}).json()["execution_id"]

    assert_problem(api.get(f"/api/executions/{plain}/steps"), 409, "not_a_pipeline")
    assert_problem(api.get("/api/executions/nobody/steps"), 404, "not_found")
    for verb in ("approve", "reject"):
        assert_problem(post(api, f"/api/executions/{plain}/{verb}", {}), 409, "approval_decided")
        assert_problem(post(api, f"/api/executions/nobody/{verb}", {}), 404, "not_found")
    assert_problem(post(api, f"/api/executions/{plain}/resume", {}), 409, "not_a_pipeline")


def test_counts_and_lists_leave_steps_out_unless_they_are_asked_for(api: Client, executions: Any) -> None:
    executions(3, status="failed")
    executions(2, status="failed", kind="step", origin="step:x/a", parent_id="p")

    def count(query: str = "") -> Any:
        return api.get(f"/api/executions/counts?{query}").json()["counts"]

    assert count() == {"failed": 3} and len(api.get("/api/executions").json()["items"]) == 3
    assert count("parent_id=p") == {"failed": 2} and count("kind=step") == {"failed": 2}
    assert api.get("/api/overview").json()["counts"]["failed_24h"] == 3


def test_who_follows_a_pipeline_hears_of_its_steps() -> None:
    step = Execution(kind="step", parent_id="p", origin="step:x/a")
    event = {"type": "execution", "execution": summary(step)}

    assert Topics(executions=["p"]).concern(event)
    assert not Topics(executions=["q"], tasks=["x"]).concern(event)
