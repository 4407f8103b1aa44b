"""Freezes what the steps of a pipeline run: tasks and scripts as they are defined when it starts."""

from __future__ import annotations

from typing import Any

from watchbell.errors import WatchbellError
from watchbell.executions.models import Definition
from watchbell.executions.spec import definition_of
from watchbell.executors import get_executor
from watchbell.executors.base import ExecutionSpec
from watchbell.kernel.duration import parse_duration
from watchbell.pipelines.plan import DEFAULT_LIMITS, retry_of
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.store import get_store

Step = dict[str, Any]


def frozen(definition: Definition) -> Definition:
    """`definition` with what its steps of type task and script run; itself where there is nothing to add."""
    whole = ExecutionSpec(**definition.body)
    steps: list[Step] = whole.config["steps"]
    open_steps = [step for step in steps if step["type"] in ("task", "script") and "resolved" not in step]
    if not open_steps:
        return definition
    tasks = get_store().get_tasks({step["task_id"] for step in open_steps if step["type"] == "task"})
    scripts = _scripts({step["script"] for step in open_steps if step["type"] == "script"})
    resolved = [_resolved(step, whole, tasks, scripts) for step in steps]
    config = {**whole.config, "steps": resolved}
    return definition_of(ExecutionSpec(**{**vars(whole), "config": config}))


def _resolved(
    step: Step, whole: ExecutionSpec, tasks: dict[str, TaskDefinition], scripts: dict[str, Any]
) -> Step:
    if step["type"] not in ("task", "script") or "resolved" in step:
        return step
    try:
        if step["type"] == "task":
            task = tasks.get(step["task_id"])
            found = _of_task(task) if task else _gone("pipeline_task_unknown", step["task_id"])
        else:
            script = scripts.get(step["script"])
            found = _of_script(script, whole) if script else _gone("pipeline_script_unknown", step["script"])
    except WatchbellError as error:
        found = {"problem": {"code": error.code, "values": error.values}}
    if "spec" in found:
        found["spec"] = _as_step(found["spec"], step)
    return {**step, "resolved": found}


def _of_task(task: TaskDefinition) -> dict[str, Any]:
    runner = get_executor(task.task_type).runner_of(task.task_config)
    return {"spec": vars(task.to_spec()), "runner": runner, "schema": task.task_parameters}


def _of_script(script: Any, whole: ExecutionSpec) -> dict[str, Any]:
    from watchbell.scripts.contract import script_spec

    spec = {**vars(script_spec(script)), "log": whole.log}
    return {"spec": spec, "runner": "launcher", "schema": script.parameters_schema}


def _as_step(spec: dict[str, Any], step: Step) -> dict[str, Any]:
    """What the step says of itself counts more than what the task says."""
    own: dict[str, Any] = {"name": step.get("name") or step["id"]}
    if spec["executor"] != "pipeline":
        own["result"] = "stdout"
    if step.get("timeout") is not None:
        own["timeout"] = parse_duration(step["timeout"])
    if step.get("retry") is not None:
        own["retry"] = retry_of(step)
    limits = {**DEFAULT_LIMITS, **spec["limits"], **(step.get("limits") or {})}
    return {**spec, **own, "limits": limits}


def _gone(code: str, name: str) -> dict[str, Any]:
    return {"problem": {"code": code, "values": {"name": name, "known": ""}}}


def _scripts(names: set[str]) -> dict[str, Any]:
    if not names:
        return {}
    from watchbell.scripts.models import Script

    found = Script.objects.select_related("folder").filter(name__in=names, is_active=True)
    return {script.name: script for script in found}
