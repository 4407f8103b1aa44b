"""What the list of scripts shows of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from watchbell.executions.models import Execution
from watchbell.scripts.models import Script, ScriptFolder
from watchbell.tasks.models import Task


@pytest.fixture
def script(db: None, tmp_path: Path) -> Script:
    folder = ScriptFolder.objects.create(path=str(tmp_path))
    return Script.objects.create(name="report", folder=folder, script_path="report.py", digest="0" * 64)


def test_the_overview_tells_which_tasks_use_a_script(api: Client, script: Script) -> None:
    own = {"task_exec": f"{script.folder.path}/{script.script_path}"}
    Task.objects.create(task_id="own", task_name="Own", task_type="python", definition=own)
    steps = {"task_config": {"steps": [{"script": "report"}, {"script": "report"}, {"id": "x"}, 1]}}
    Task.objects.create(task_id="line", task_name="Line", task_type="pipeline", definition=steps)
    Task.objects.create(task_id="other", task_name="Other", task_type="python", definition={"task_exec": "x"})
    found = api.get(f"/api/script-overview?script_id={script.pk}").json()["items"]
    assert [one["used_by_tasks"] for one in found] == [["own", "line"]]


def test_the_overview_tells_how_a_script_last_did(api: Client, script: Script) -> None:
    assert api.get("/api/script-overview").json()["items"][0]["last_execution"] is None
    runs = [Execution.objects.create(kind="script", origin="script:report", name="report") for _ in range(2)]
    [found] = api.get("/api/script-overview").json()["items"]
    assert found["last_execution"]["execution_id"] == max(run.execution_id for run in runs)


def test_the_history_can_be_narrowed_to_one_script(api: Client, script: Script) -> None:
    Execution.objects.create(kind="script", origin="script:report", name="report")
    Execution.objects.create(kind="script", origin="script:other", name="other")
    found = api.get("/api/executions?script=report&status=pending").json()["items"]
    assert [one["name"] for one in found] == ["report"]
    assert api.get("/api/executions/counts?script=report").json()["counts"] == {"pending": 1}
