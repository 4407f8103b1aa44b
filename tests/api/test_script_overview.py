"""What the list of scripts shows of each."""

from __future__ import annotations

from django.test import Client

from watchbell.executions.models import Execution
from watchbell.scripts.models import Script
from watchbell.tasks.models import Task


def test_the_overview_tells_which_tasks_use_a_script(api: Client, script: Script) -> None:
    own = {"task_exec": f"{script.folder.path}/{script.script_path}"}
    Task.objects.create(task_id="own", task_name="Own", task_type="python", definition=own)
    steps = {"task_config": {"steps": [{"script": script.name}, {"script": script.name}, {"id": "x"}, 1]}}
    Task.objects.create(task_id="line", task_name="Line", task_type="pipeline", definition=steps)
    Task.objects.create(task_id="other", task_name="Other", task_type="python", definition={"task_exec": "x"})
    found = api.get(f"/api/script-overview?script_id={script.pk}").json()["items"]
    assert [one["used_by_tasks"] for one in found] == [["own", "line"]]


def run_of(script: str) -> Execution:
    return Execution.objects.create(kind="script", origin=f"script:{script}", name=script)


def test_the_overview_tells_how_a_script_last_did(api: Client, script: Script) -> None:
    assert api.get("/api/script-overview").json()["items"][0]["last_execution"] is None
    runs = [run_of(script.name) for _ in range(2)]
    [found] = api.get("/api/script-overview").json()["items"]
    assert found["last_execution"]["execution_id"] == max(run.execution_id for run in runs)


def test_the_history_can_be_narrowed_to_one_script(api: Client, script: Script) -> None:
    run_of(script.name)
    run_of("other")
    found = api.get(f"/api/executions?script={script.name}&status=pending").json()["items"]
    assert [one["name"] for one in found] == [script.name]
    assert api.get(f"/api/executions/counts?script={script.name}").json()["counts"] == {"pending": 1}
