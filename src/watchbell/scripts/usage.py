"""Which tasks run which scripts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from watchbell.scripts.models import Script
from watchbell.tasks.models import Task


def tasks_using(scripts: Iterable[Script]) -> dict[str, list[str]]:
    """By name of the script: ids of the tasks that run its file, and of pipelines whose steps do."""
    all_of_them = list(scripts)
    names = {str(PurePosixPath(one.folder.path) / one.script_path): one.name for one in all_of_them}
    found: dict[str, list[str]] = {one.name: [] for one in all_of_them}
    for task in Task.objects.filter(definition__task_exec__in=list(names)).order_by("task_id"):
        found[names[task.definition["task_exec"]]].append(task.task_id)
    for task_id, name in _steps():
        if name in found:
            found[name].append(task_id)
    return found


def pipelines_using(names: Iterable[str]) -> list[str]:
    """Ids of the pipelines with a step of type script that runs one of `names`."""
    wanted = set(names)
    return sorted({task_id for task_id, name in _steps() if name in wanted})


def _steps() -> Iterable[tuple[str, str]]:
    """Each pipeline with each script its steps name, once."""
    for task in Task.objects.filter(task_type="pipeline").order_by("task_id"):
        for name in _scripts_of_steps(task):
            yield task.task_id, name


def _scripts_of_steps(task: Task) -> Iterable[str]:
    steps = (task.definition.get("task_config") or {}).get("steps")
    if not isinstance(steps, list):
        return []
    named = [step.get("script") for step in steps if isinstance(step, dict)]
    return dict.fromkeys(name for name in named if isinstance(name, str))
