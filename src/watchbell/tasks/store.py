"""Where tasks are kept: the seed's data access layer (seed 004, 数据访问层) with its eight verbs.

Two implementations pass one suite (`tests/contracts/task_store.py`): the database, and JSON files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from watchbell.conf import data_path, get_settings
from watchbell.executions.models import Execution
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.stores.records import TaskExecution

__all__ = ["TaskExecution", "TaskRecord", "TaskStore", "get_store"]


@dataclass(frozen=True)
class TaskRecord:
    """A task as it is kept. `version` changes exactly when the definition does."""

    task: TaskDefinition
    version: int
    created_at: datetime
    updated_at: datetime
    updated_by: str = ""


class TaskStore(Protocol):
    """The seed's eight verbs, and what saving several tasks as one needs."""

    def get_all_tasks(self) -> list[TaskDefinition]:
        """Every task, by id."""

    def get_task_by_id(self, task_id: str) -> TaskDefinition | None: ...

    def save_task(self, task: TaskDefinition, *, user: str = "", expected_version: int | None = None) -> int:
        """Creates or replaces the task; returns its version.

        Raises EditedMeanwhile where `expected_version` is not the one kept, Conflict where it is 0 (there
        shall be none yet) and there is one, DependencyError for an unknown dependency or a circle.
        """

    def delete_task(self, task_id: str) -> bool:
        """False where there was none. Raises Conflict where other tasks depend on it."""

    def get_task_history(self, task_id: str, limit: int = 10) -> list[TaskExecution]:
        """The latest executions, newest first."""

    def save_task_execution(self, execution: TaskExecution) -> None:
        """Keeps the record of an execution. One that has ended is never changed again."""

    def get_task_status(self, task_id: str) -> dict[str, Any] | None:
        """How the task last did (`STATUS_FIELDS`); None where nothing is known of it."""

    def update_task_status(self, task_id: str, status: str | Mapping[str, Any]) -> None:
        """Sets the status, or the given ones of the values `get_task_status` returns."""

    def get_record(self, task_id: str) -> TaskRecord | None: ...

    def get_records(self, task_ids: Collection[str]) -> dict[str, TaskRecord]:
        """Those of `task_ids` that exist, in few queries."""

    def get_tasks(self, task_ids: Collection[str]) -> dict[str, TaskDefinition]:
        """The definitions of `get_records`."""

    def get_dependencies(self) -> dict[str, list[str]]:
        """What each task that has dependencies depends on."""

    def fingerprint(self) -> object:
        """Something that differs after every change, by whatever process; cheap to get."""

    def note_finished(self, executions: Sequence[Execution]) -> None:
        """Told of ended executions, in the transaction that ends them."""

    def save_tasks(
        self,
        tasks: Sequence[TaskDefinition],
        *,
        user: str = "",
        expected_versions: Mapping[str, int] | None = None,
    ) -> dict[str, int]:
        """Saves several tasks that may depend on each other, all or none; returns their versions."""


def get_store() -> TaskStore:
    """The store this installation is set to (`WATCHBELL_TASK_STORE`)."""
    if get_settings().task_store == "json_files":
        return _json_store(data_path("conf"))
    from watchbell.tasks.stores.database import DatabaseTaskStore

    return DatabaseTaskStore()


@cache
def _json_store(folder: Path) -> TaskStore:
    from watchbell.tasks.stores.json_files import JsonFilesTaskStore

    return JsonFilesTaskStore(folder)
