"""Small makers shared by the tests of tasks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from watchbell.errors import InvalidInput, WatchbellError
from watchbell.executions import transition
from watchbell.executions.models import Execution
from watchbell.kernel.status import Status
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.store import get_store

SEED_TASKS = Path(__file__).parents[2] / "examples/conf/tasks.json"


def seed() -> dict[str, Any]:
    """The only task of the seed's tasks.json."""
    task: dict[str, Any] = json.loads(SEED_TASKS.read_text())["tasks"][0]
    return task


def task(task_id: str = "hello", **fields: Any) -> TaskDefinition:
    return TaskDefinition.read({"task_id": task_id, "task_exec": "tasks/hello.py", **fields})


def saved(*tasks: TaskDefinition) -> None:
    get_store().save_tasks(tasks)


def wrong(**fields: Any) -> dict[str | None, WatchbellError]:
    """Everything that is wrong with a task of these fields, by field."""
    with pytest.raises(InvalidInput) as refused:
        TaskDefinition.read({"task_id": "hello", "task_exec": "tasks/hello.py", **fields})
    return {error.field: error for error in refused.value.errors}


def ran(task_id: str, status: Status = Status.SUCCESS, **columns: Any) -> Execution:
    """An execution of a task that was made, started and ended just now."""
    row = Execution.objects.create(origin=f"task:{task_id}", **columns)
    transition.start(row)
    transition.finish(row, status)
    return row
