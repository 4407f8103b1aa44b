"""Which tasks are on a page: by name, from the database or from the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex, Substr

from watchbell.errors import ConfigurationError
from watchbell.executions.models import Execution
from watchbell.kernel.status import ACTIVE, Status
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.models import Task, TaskState
from watchbell.tasks.store import TaskRecord, TaskStore
from watchbell.tasks.stores.database import DatabaseTaskStore, record_of

Key = tuple[str, str]
_PREFIX = "task:"


@dataclass(frozen=True)
class TaskFilter:
    """What to show. `status` is that of the last run, or `running` and `pending` for what is so now."""

    q: str = ""
    status: Sequence[str] = ()
    tag: str = ""
    type: str = ""
    enabled: bool | None = None

    def __post_init__(self) -> None:
        if not set(self.status) <= set(Status):
            choices = ", ".join(Status)
            raise ConfigurationError("field_not_a_choice", field="status", name="status", choices=choices)


def page_of(store: TaskStore, wanted: TaskFilter, after: Key | None, limit: int) -> list[TaskRecord]:
    """Up to `limit` tasks after the key (task_name, task_id)."""
    if isinstance(store, DatabaseTaskStore):
        return [record_of(row) for row in _rows(wanted, after)[:limit]]
    return _from_files(store, wanted, after, limit)


def tasks_of_type_naming(store: TaskStore, task_type: str, text: str) -> list[TaskDefinition]:
    """Tasks of a type that may have `text` somewhere in their options, by id; the caller looks closer."""
    if not isinstance(store, DatabaseTaskStore):
        return [task for task in store.get_all_tasks() if task.task_type == task_type]
    rows = Task.objects.filter(task_type=task_type, definition__task_config__icontains=text)
    return [TaskDefinition.stored(body) for body in rows.order_by("pk").values_list("definition", flat=True)]


def active_executions() -> QuerySet[Any]:
    """What waits or runs for tasks, with the `task` it is for.

    Found by status and not by origin, which would have the database read the history of each task.
    """
    statuses = [status.value for status in ACTIVE]
    rows = Execution.objects.filter(status__in=statuses, kind="task")
    return rows.annotate(task=Substr("origin", len(_PREFIX) + 1))


def _rows(wanted: TaskFilter, after: Key | None) -> QuerySet[Task]:
    rows = Task.objects.order_by("task_name", "task_id")
    if after:
        name, task_id = after
        # The first condition says nothing new, but lets the index begin where the last page ended.
        rows = rows.filter(task_name__gte=name).filter(
            Q(task_name__gt=name) | Q(task_name=name, task_id__gt=task_id)
        )
    if wanted.q:
        rows = rows.filter(
            Q(task_id__icontains=wanted.q)
            | Q(task_name__icontains=wanted.q)
            | Q(tags__icontains=wanted.q)
            | Q(definition__task_desc__icontains=wanted.q)
        )
    if wanted.tag:
        rows = rows.annotate(at=StrIndex("tags", Value(f"|{wanted.tag}|"))).filter(at__gt=0)
    if wanted.type:
        rows = rows.filter(task_type=wanted.type)
    if wanted.enabled is not None:
        rows = rows.filter(task_enabled=wanted.enabled)
    return rows.filter(_has_status(wanted.status)) if wanted.status else rows


def _has_status(statuses: Sequence[str]) -> Q:
    now, last = _split(statuses)
    states = TaskState.objects.filter(status__in=last).values("task_id")
    active = active_executions().filter(status__in=now).values("task")
    return (Q(pk__in=states) if last else Q()) | (Q(pk__in=active) if now else Q())


def _from_files(store: TaskStore, wanted: TaskFilter, after: Key | None, limit: int) -> list[TaskRecord]:
    everything = wanted == TaskFilter()
    tasks = [task for task in store.get_all_tasks() if everything or _matches(task, wanted)]
    if wanted.status:
        names = _names_with(wanted.status)
        tasks = [task for task in tasks if task.task_id in names]
    keys = ((task.task_name, task.task_id) for task in tasks)
    page = nsmallest(limit, (key for key in keys if not after or key > after))
    names_on_page = [task_id for _, task_id in page]
    records = store.get_records(names_on_page)
    return [records[name] for name in names_on_page if name in records]


def _matches(task: TaskDefinition, wanted: TaskFilter) -> bool:
    texts = (task.task_id, task.task_name, task.task_desc, *task.task_tags)
    return (
        (not wanted.q or any(wanted.q.casefold() in text.casefold() for text in texts))
        and (not wanted.tag or wanted.tag in task.task_tags)
        and (not wanted.type or wanted.type == task.task_type)
        and (wanted.enabled is None or wanted.enabled == task.task_enabled)
    )


def _names_with(statuses: Sequence[str]) -> set[str]:
    now, last = _split(statuses)
    names: set[str] = set(TaskState.objects.filter(status__in=last).values_list("task_id", flat=True))
    if now:
        names.update(active_executions().filter(status__in=now).values_list("task", flat=True))
    return names


def _split(statuses: Iterable[str]) -> tuple[list[str], list[str]]:
    given = sorted({Status(status) for status in statuses})
    now = [status.value for status in given if status in ACTIVE]
    return now, [status.value for status in given if status not in ACTIVE]
