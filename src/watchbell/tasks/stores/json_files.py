"""Tasks in JSON files, as the seed has them: `tasks.json`, `task_history.json`, `task_status.json`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from watchbell.executions.models import Execution
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.signals import task_deleted, task_deleting, tasks_saving, tell_saved
from watchbell.tasks.store import TaskRecord
from watchbell.tasks.stores import rules
from watchbell.tasks.stores.json_mirror import Mirror
from watchbell.tasks.stores.json_records import HistoryFile, StatusFile
from watchbell.tasks.stores.json_tasks import Loaded, TasksFile, file_signature
from watchbell.tasks.stores.records import TaskExecution, as_limit, status_values

T = TypeVar("T")


class JsonFilesTaskStore:
    """See `TaskStore`. Reading never fails: a broken file leaves the last good tasks in force."""

    def __init__(self, folder: Path) -> None:
        self.file = TasksFile(folder)
        self._history = HistoryFile(folder / "task_history.json")
        self._status = StatusFile(folder / "task_status.json")
        self._mirror = Mirror(self._history, self._status)
        self._told: dict[str, TaskDefinition] = {}

    def get_all_tasks(self) -> list[TaskDefinition]:
        return list(self.file.current().tasks.values())

    def get_task_by_id(self, task_id: str) -> TaskDefinition | None:
        return self.file.current().tasks.get(task_id)

    def get_tasks(self, task_ids: Collection[str]) -> dict[str, TaskDefinition]:
        tasks = self.file.current().tasks
        return {task_id: tasks[task_id] for task_id in task_ids if task_id in tasks}

    def get_record(self, task_id: str) -> TaskRecord | None:
        return self.get_records([task_id]).get(task_id)

    def get_records(self, task_ids: Collection[str]) -> dict[str, TaskRecord]:
        loaded = self.file.current()
        found = {task_id: loaded.tasks[task_id] for task_id in task_ids if task_id in loaded.tasks}
        return {task_id: record_of(task, loaded) for task_id, task in found.items()}

    def get_dependencies(self) -> dict[str, list[str]]:
        tasks = self.file.current().tasks.values()
        return {task.task_id: task.task_dependencies for task in tasks if task.task_dependencies}

    def fingerprint(self) -> object:
        return file_signature(self.file.path)

    def save_task(self, task: TaskDefinition, *, user: str = "", expected_version: int | None = None) -> int:
        expected = {} if expected_version is None else {task.task_id: expected_version}
        return self.save_tasks([task], user=user, expected_versions=expected)[task.task_id]

    def save_tasks(
        self,
        tasks: Sequence[TaskDefinition],
        *,
        user: str = "",
        expected_versions: Mapping[str, int] | None = None,
    ) -> dict[str, int]:
        with self.file.changing() as (kept, replace):
            rules.refuse_edited(expected_versions or {}, _versions(kept, expected_versions or {}))
            rules.refuse_dependencies(
                {task.task_id: task.task_dependencies for task in tasks}, _dependencies_in(kept)
            )
            tasks_saving.send(JsonFilesTaskStore, tasks=tasks)
            changes = rules.changes(tasks, kept.tasks)
            if changes:
                new = {task.task_id: task for task, _ in changes}
                raw = {name: task.to_sparse_json() for name, task in new.items()}
                replace(Loaded({**kept.tasks, **new}, {**kept.raw, **raw}))
                self._tell(changes)
        return {task.task_id: version_of(task) for task in tasks}

    def delete_task(self, task_id: str) -> bool:
        with self.file.changing() as (kept, replace):
            if task_id not in kept.tasks:
                return False
            users = [name for name, task in kept.tasks.items() if task_id in task.task_dependencies]
            rules.refuse_needed(task_id, users)
            task_deleting.send(JsonFilesTaskStore, task_id=task_id)
            replace(Loaded(_without(kept.tasks, task_id), _without(kept.raw, task_id)))
            self._forget(task_id)
        return True

    def get_task_history(self, task_id: str, limit: int = 10) -> list[TaskExecution]:
        wanted = as_limit(limit)
        self._mirror.flush()
        return self._history.latest(task_id, wanted)

    def save_task_execution(self, execution: TaskExecution) -> None:
        for record in self._history.add([execution]):
            self._status.note(record)

    def get_task_status(self, task_id: str) -> dict[str, Any] | None:
        self._mirror.flush()
        return self._status.get(task_id)

    def update_task_status(self, task_id: str, status: str | Mapping[str, Any]) -> None:
        self._status.update({task_id: status_values(status)})

    def note_finished(self, executions: Sequence[Execution]) -> None:
        self._mirror.note(executions)

    def sync(self, known: Collection[str] = ()) -> None:
        """Tells what others changed in the file since this process last told; first of all, everything.

        `known` are tasks that somebody still has something about. Raises what is wrong with the file.
        """
        self.file.current()
        if self.file.last_error:
            raise self.file.last_error  # all of it, for the log
        with self.file.changing() as (kept, _):
            self._tell(rules.changes(kept.tasks.values(), self._told))
            for task_id in sorted({*self._told, *known} - kept.tasks.keys()):
                self._forget(task_id)

    def _tell(self, changes: rules.Changes) -> None:
        tell_saved(JsonFilesTaskStore, changes)
        self._told.update({task.task_id: task for task, _ in changes})

    def _forget(self, task_id: str) -> None:
        task_deleted.send(JsonFilesTaskStore, task_id=task_id)
        self._told.pop(task_id, None)
        self._status.remove(task_id)


def record_of(task: TaskDefinition, loaded: Loaded) -> TaskRecord:
    """The file keeps no times of single tasks, so theirs are those of the file."""
    return TaskRecord(task, version_of(task), loaded.changed_at, loaded.changed_at)


def version_of(task: TaskDefinition) -> int:
    """A number that follows from the content, because people edit the file without counting."""
    return int.from_bytes(hashlib.sha256(task.canonical().encode()).digest()[:6], "big") or 1


def _dependencies_in(kept: Loaded) -> Callable[[Collection[str]], dict[str, list[str]]]:
    return lambda names: {name: kept.tasks[name].task_dependencies for name in names if name in kept.tasks}


def _without(items: Mapping[str, T], name: str) -> dict[str, T]:
    return {key: value for key, value in items.items() if key != name}


def _versions(kept: Loaded, wanted: Collection[str]) -> dict[str, int]:
    return {name: version_of(kept.tasks[name]) for name in wanted if name in kept.tasks}
