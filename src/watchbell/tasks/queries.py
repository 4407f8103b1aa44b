"""Tasks with how they stand, for lists: a constant number of queries, however long the history is."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet

from watchbell.errors import ConfigurationError
from watchbell.executions.models import Execution
from watchbell.kernel.status import Status
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.dependencies import dependents_of
from watchbell.tasks.models import TaskSchedule, TaskState
from watchbell.tasks.queries_pages import Key, TaskFilter, active_executions, page_of
from watchbell.tasks.store import TaskRecord, get_store

__all__ = ["TaskFilter", "TaskItem", "TaskPage", "get_item", "items_of", "list_tasks"]

LARGEST_PAGE = 500
Rows = Callable[[QuerySet[Execution]], QuerySet[Execution]]


@dataclass(frozen=True)
class TaskItem:
    """A task, its last run and what is active now. `recent` has the newest last."""

    record: TaskRecord
    next_run: datetime | None = None
    last_execution: Execution | None = None
    last_status: str = ""
    streak: int = 0
    recent: list[dict[str, Any]] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    dependents: tuple[str, ...] = ()

    @property
    def task(self) -> TaskDefinition:
        return self.record.task

    @property
    def status(self) -> str:
        """What it does now, else how it last did; "" where it never ran."""
        if self.running:
            return Status.RUNNING.value
        return Status.PENDING.value if self.pending else self.last_status


@dataclass(frozen=True)
class TaskPage:
    items: list[TaskItem]
    next_cursor: str | None


def list_tasks(
    wanted: TaskFilter | None = None,
    *,
    cursor: str | None = None,
    limit: int = 50,
    executions: Rows = lambda rows: rows,
) -> TaskPage:
    """One page of tasks by name. `executions` may leave out columns of the last executions.

    Raises ConfigurationError for a cursor that no page gave out.
    """
    limit = max(1, min(limit, LARGEST_PAGE))
    records = page_of(get_store(), wanted or TaskFilter(), _decoded(cursor), limit + 1)
    shown = records[:limit]
    last = shown[-1].task if len(records) > limit else None
    return TaskPage(items_of(shown, executions), _encoded((last.task_name, last.task_id)) if last else None)


def get_item(task_id: str, executions: Rows = lambda rows: rows) -> TaskItem | None:
    """One task as in the list, or None."""
    record = get_store().get_record(task_id)
    return items_of([record], executions)[0] if record else None


def items_of(records: Sequence[TaskRecord], executions: Rows = lambda rows: rows) -> list[TaskItem]:
    """`records` with how they stand, in four queries."""
    names = [record.task.task_id for record in records]
    if not names:
        return []
    states = TaskState.objects.in_bulk(names)
    due = _next_runs(names)
    last_ids = [state.last_execution_id for state in states.values() if state.last_execution_id]
    last = {row.pk: row for row in executions(Execution.objects.filter(pk__in=last_ids))}
    active = _active(names)
    empty = TaskState()
    return [
        TaskItem(
            record=record,
            next_run=due.get(name) if record.task.task_enabled else None,
            last_execution=last.get(states.get(name, empty).last_execution_id or ""),
            last_status=states.get(name, empty).status,
            streak=states.get(name, empty).streak,
            recent=states.get(name, empty).recent,
            running=active[name, Status.RUNNING],
            pending=active[name, Status.PENDING],
            dependents=dependents_of(name),
        )
        for name, record in zip(names, records, strict=True)
    ]


def _next_runs(names: Collection[str]) -> dict[str, datetime]:
    rows = TaskSchedule.objects.filter(task_id__in=names, next_run_at__isnull=False)
    return dict(rows.values_list("task_id").annotate(Min("next_run_at")))


def _active(names: Collection[str]) -> dict[tuple[str, str], list[str]]:
    """Execution ids by task and status, oldest first."""
    rows = active_executions().filter(task__in=names).order_by("pk")
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for task_id, status, execution_id in rows.values_list("task", "status", "pk"):
        found[task_id, status].append(execution_id)
    return found


def _encoded(key: Key) -> str:
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decoded(cursor: str | None) -> Key | None:
    if not cursor:
        return None
    try:
        name, task_id = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=="))
        if not isinstance(name, str) or not isinstance(task_id, str):
            raise TypeError
        f"{name}{task_id}".encode()
    except (ValueError, TypeError, RecursionError):
        raise ConfigurationError("invalid_cursor", field="cursor") from None
    return name, task_id
