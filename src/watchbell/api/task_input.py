"""From what callers send to a definition that was checked as a whole."""

from __future__ import annotations

from typing import Any

from watchbell.api.task_schema import READ_ONLY
from watchbell.errors import ConfigurationError, InvalidInput
from watchbell.tasks.definition import TaskDefinition


def read_definition(data: Any, task_id: str | None = None) -> TaskDefinition:
    """The definition in `data`, of `task_id` where that is given by the address.

    What the API adds to a task (`version`, `next_run`, …) is passed over, so that what was read can be
    sent back. Raises InvalidInput with everything that is wrong.
    """
    return TaskDefinition.read(_own(data, task_id))


def merged(task: TaskDefinition, changes: Any) -> TaskDefinition:
    """`task` with `changes`, checked as a whole. Raises InvalidInput."""
    if not isinstance(changes, dict):
        return TaskDefinition.read(changes)
    return TaskDefinition.read({**task.to_json(), **_own(changes, task.task_id)})


def _own(data: Any, task_id: str | None) -> Any:
    if not isinstance(data, dict):
        return data
    own = {name: value for name, value in data.items() if name not in READ_ONLY}
    if task_id is None:
        return own
    if own.setdefault("task_id", task_id) != task_id:
        raise InvalidInput([ConfigurationError("task_id_fixed", field="task_id", name=task_id)])
    return own
