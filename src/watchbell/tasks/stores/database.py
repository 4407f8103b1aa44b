"""Tasks as rows of the database: the default store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils import timezone

from watchbell.errors import Conflict
from watchbell.executions.models import Execution
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.models import Task, TaskState
from watchbell.tasks.signals import task_deleted, task_deleting, tasks_saving, tell_saved
from watchbell.tasks.store import TaskRecord
from watchbell.tasks.stores import executions, rules
from watchbell.tasks.stores.records import STATUS_FIELDS, TaskExecution, as_limit, status_values

_COLUMNS = (
    "task_name",
    "task_type",
    "task_enabled",
    "tags",
    "definition",
    "version",
    "updated_at",
    "updated_by",
)


class DatabaseTaskStore:
    """See `TaskStore`."""

    def get_all_tasks(self) -> list[TaskDefinition]:
        bodies = Task.objects.order_by("task_id").values_list("definition", flat=True)
        return [TaskDefinition.stored(body) for body in bodies]

    def get_task_by_id(self, task_id: str) -> TaskDefinition | None:
        record = self.get_record(task_id)
        return record.task if record else None

    def get_tasks(self, task_ids: Collection[str]) -> dict[str, TaskDefinition]:
        return {task_id: record.task for task_id, record in self.get_records(task_ids).items()}

    def get_records(self, task_ids: Collection[str]) -> dict[str, TaskRecord]:
        rows = Task.objects.in_bulk(list(task_ids))
        return {task_id: record_of(row) for task_id, row in rows.items()}

    def get_record(self, task_id: str) -> TaskRecord | None:
        row = Task.objects.filter(pk=task_id).first()
        return record_of(row) if row else None

    def get_dependencies(self) -> dict[str, list[str]]:
        pairs = Task.objects.values_list("task_id", "definition__task_dependencies")
        return {task_id: dependencies for task_id, dependencies in pairs if dependencies}

    def fingerprint(self) -> object:
        return tuple(Task.objects.aggregate(Max("updated_at"), Count("pk")).values())

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
        with transaction.atomic():
            old = Task.objects.select_for_update().in_bulk([task.task_id for task in tasks])
            versions = {task_id: row.version for task_id, row in old.items()}
            rules.refuse_edited(expected_versions or {}, versions)
            rules.refuse_dependencies({task.task_id: task.task_dependencies for task in tasks}, _dependencies)
            tasks_saving.send(DatabaseTaskStore, tasks=tasks)
            earlier = {task_id: TaskDefinition.stored(row.definition) for task_id, row in old.items()}
            changes = rules.changes(tasks, earlier)
            rows = [_row(task, user, old.get(task.task_id)) for task, _ in changes]
            _write(rows, old)
            tell_saved(DatabaseTaskStore, changes)
        return {**versions, **{row.task_id: row.version for row in rows}}

    def delete_task(self, task_id: str) -> bool:
        with transaction.atomic():
            if not Task.objects.select_for_update().filter(pk=task_id).exists():
                return False
            rules.refuse_needed(task_id, _dependents(task_id))
            task_deleting.send(DatabaseTaskStore, task_id=task_id)
            Task.objects.filter(pk=task_id).delete()
            task_deleted.send(DatabaseTaskStore, task_id=task_id)
        return True

    def get_task_history(self, task_id: str, limit: int = 10) -> list[TaskExecution]:
        rows = Execution.objects.filter(origin=f"task:{task_id}").order_by("-execution_id")
        return [TaskExecution.of(row) for row in rows[: as_limit(limit)]]

    def save_task_execution(self, execution: TaskExecution) -> None:
        executions.save(execution)

    def get_task_status(self, task_id: str) -> dict[str, Any] | None:
        row: dict[str, Any] | None = TaskState.objects.filter(pk=task_id).values(*STATUS_FIELDS).first()
        return row

    def update_task_status(self, task_id: str, status: str | Mapping[str, Any]) -> None:
        TaskState.objects.update_or_create(pk=task_id, defaults=status_values(status))

    def note_finished(self, executions: Sequence[Execution]) -> None:
        """Nothing to do: the rows are here already."""


def record_of(row: Task) -> TaskRecord:
    return TaskRecord(
        task=TaskDefinition.stored(row.definition),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
    )


def _row(task: TaskDefinition, user: str, old: Task | None) -> Task:
    now = timezone.now()
    return Task(
        task_id=task.task_id,
        task_name=task.task_name,
        task_type=task.task_type,
        task_enabled=task.task_enabled,
        tags="".join(f"|{tag}" for tag in task.task_tags) + "|" if task.task_tags else "",
        definition=task.to_json(),
        version=old.version + 1 if old else 1,
        created_at=old.created_at if old else now,
        updated_at=now,
        updated_by=user,
    )


def _write(rows: Sequence[Task], old: Mapping[str, Task]) -> None:
    try:
        Task.objects.bulk_create([row for row in rows if row.task_id not in old], batch_size=200)
    except IntegrityError as error:
        raise Conflict("task_exists", name=", ".join(row.task_id for row in rows[:5])) from error
    Task.objects.bulk_create(
        [row for row in rows if row.task_id in old],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["task_id"],
        update_fields=_COLUMNS,
    )


def _dependencies(task_ids: Collection[str]) -> dict[str, list[str]]:
    rows = Task.objects.in_bulk(list(task_ids))
    return {task_id: row.definition.get("task_dependencies", []) for task_id, row in rows.items()}


def _dependents(task_id: str) -> Iterable[str]:
    rows = Task.objects.filter(definition__task_dependencies__icontains=f'"{task_id}"')
    return rows.order_by("task_id").values_list("task_id", flat=True)
