"""In which zone the times of an execution are shown."""

from __future__ import annotations

from django.test import Client

from watchbell.executions.models import Execution
from watchbell.tasks.models import Task


def test_executions_tell_the_zone_of_their_task(api: Client, db: None) -> None:
    for name, zone in (("far", {"task_timezone": "Asia/Shanghai"}), ("near", {})):
        definition = {"task_exec": "/bin/true", "task_type": "command", **zone}
        Task.objects.create(task_id=name, task_name=name, task_type="command", definition=definition)
        Execution.objects.create(origin=f"task:{name}", name=name)
    Execution.objects.create(kind="script", origin="script:far", name="far")

    items = api.get("/api/executions").json()["items"]
    assert [(one["task_id"], one["task_timezone"]) for one in items] == [
        (None, ""), ("near", ""), ("far", "Asia/Shanghai")
    ]  # fmt: skip
    far = items[-1]["execution_id"]
    for path in (f"/executions/{far}", f"/tasks/far/executions/{far}"):
        assert api.get(f"/api{path}").json()["task_timezone"] == "Asia/Shanghai"


def test_steps_tell_the_zone_of_the_pipeline_they_belong_to_at_any_depth(api: Client, db: None) -> None:
    definition = {"task_exec": "", "task_type": "pipeline", "task_timezone": "Asia/Shanghai"}
    Task.objects.create(task_id="far", task_name="far", task_type="pipeline", definition=definition)
    pipeline = Execution.objects.create(origin="task:far", name="far")
    step = Execution.objects.create(kind="step", origin="step:a", name="a", parent_id=pipeline.pk)
    Execution.objects.create(kind="step", origin="step:b", name="b", parent_id=step.pk)

    for parent in (pipeline, step):
        [item] = api.get(f"/api/executions?parent_id={parent.pk}").json()["items"]
        assert item["task_timezone"] == "Asia/Shanghai"
