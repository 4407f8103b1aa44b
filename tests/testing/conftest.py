"""What a Django project needs for tests of its own tasks: as in docs/guides/testing.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.store import get_store
from watchbell.testing import InlineQueue

Save = Callable[..., str]


@pytest.fixture
def inline_queue(tmp_path: Path, db: None) -> Iterator[InlineQueue]:
    with InlineQueue(tmp_path / "data") as queue:
        yield queue


@pytest.fixture
def save(inline_queue: InlineQueue) -> Save:
    """Saves a task; returns its id."""

    def saved(task_id: str, **fields: Any) -> str:
        get_store().save_task(TaskDefinition.read({"task_id": task_id, "task_name": task_id, **fields}))
        return task_id

    return saved
