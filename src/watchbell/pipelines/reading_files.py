"""Files that hold several tasks, as export writes them: every pipeline in them is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.pipelines.graph_check import steps_of
from watchbell.pipelines.reading import Problems, check_document, problems_of
from watchbell.pipelines.step_check import tasks_named
from watchbell.pipelines.uses import TYPE
from watchbell.tasks.transfer_document import with_lines
from watchbell.tasks.transfer_yaml import read_yaml

Tasks = list[tuple[str, dict[str, Any]]]
"""Each task as it was written, with its path."""


@dataclass
class Checked:
    """How many pipelines and steps there are, and everything that is wrong with them."""

    pipelines: int = 0
    steps: int = 0
    problems: Problems = field(default_factory=list)


def check_file(text: str) -> Checked:
    """Checks the pipeline in `text` (YAML or JSON), or each of several: then problems begin with its id."""
    try:
        source, lines = read_yaml(text)
    except WatchbellError as refused:
        return Checked(problems=list(getattr(refused, "errors", [refused])))
    tasks = _tasks(source)
    if isinstance(source, list) or len(tasks) > 1:
        return _check_each(tasks, lines)
    config, problems = check_document(text)
    return Checked(0 if config is None else 1, _count(config), problems)


def _tasks(source: object) -> Tasks:
    given, name = (source.get("tasks"), "tasks") if isinstance(source, dict) else (source, "")
    pairs = enumerate(given if isinstance(given, list) else [])
    return [(f"{name}[{index}]", task) for index, task in pairs if isinstance(task, dict)]


def _check_each(tasks: Tasks, lines: Mapping[str, int]) -> Checked:
    pipelines = [(path, task) for path, task in tasks if _is_pipeline(task)]
    if not pipelines:
        return Checked(problems=[ConfigurationError("pipeline_no_definition")])
    beside = {str(task.get("task_id", "")): _runs(task) for _, task in tasks}
    checked = Checked(len(pipelines))
    for path, task in pipelines:
        config, task_id = _config(task), str(task.get("task_id", ""))
        schema = task.get("task_parameters", {})
        parameters = schema if isinstance(schema, dict) else None
        found = problems_of(config, f"{path}.task_config", task_id, parameters, beside)
        for problem in with_lines(found, lambda: lines):
            problem.field = f"{task_id}: {problem.field}" if task_id else problem.field
        checked.steps += _count(config)
        checked.problems += found
    return checked


def _is_pipeline(task: dict[str, Any]) -> bool:
    return bool(task.get("task_type", TYPE if "steps" in _config(task) else "") == TYPE)


def _runs(task: dict[str, Any]) -> set[str]:
    return tasks_named(steps_of(_config(task))) if _is_pipeline(task) else set()


def _config(task: dict[str, Any]) -> dict[str, Any]:
    config = task.get("task_config")
    return config if isinstance(config, dict) else {}


def _count(config: dict[str, Any] | None) -> int:
    steps = (config or {}).get("steps")
    return len(steps) if isinstance(steps, list) else 0
