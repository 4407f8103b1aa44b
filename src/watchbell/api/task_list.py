"""Which tasks a list shows, by name and id, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from ninja import Schema
from pydantic import Field

from watchbell.api.paging import PageQuery, after, page
from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError
from watchbell.executions.models import Execution
from watchbell.kernel.status import ACTIVE, Status
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.models import Task, TaskState
from watchbell.tasks.store import TaskRecord, get_store
from watchbell.tasks.stores.database import record_of


class TaskFilter(Schema):
    q: str | None = Field(None, max_length=200, description="Part of a name, id or tag.")
    status: str | None = Field(None, max_length=100, description="How tasks stand; several by commas.")
    tag: str | None = Field(None, max_length=100)
    type: str | None = Field(None, max_length=100)
    enabled: bool | None = None


class TaskQuery(TaskFilter, PageQuery):
    pass


def task_page(query: TaskQuery) -> tuple[list[TaskRecord], str | None]:
    """One page of what `query` asks for, by name, and the next cursor."""
    last = after(query.cursor, 2)
    if get_settings().task_store == "json_files":
        return _page_of_files(query, last)
    rows = _filtered(query)
    if last:
        name, task_id = last
        rows = rows.filter(Q(task_name__gt=name) | Q(task_name=name, task_id__gt=task_id))
    found = list(rows.order_by("task_name", "task_id")[: query.limit + 1])
    shown, cursor = page(found, query.limit, lambda row: (row.task_name, row.task_id))
    return [record_of(row) for row in shown], cursor


def count_tasks() -> tuple[int, int]:
    """How many tasks there are, and how many of them are switched on."""
    if get_settings().task_store == "json_files":
        tasks = get_store().get_all_tasks()
        return len(tasks), sum(task.task_enabled for task in tasks)
    counts = Task.objects.aggregate(tasks=Count("*"), enabled=Count("*", filter=Q(task_enabled=True)))
    return counts["tasks"], counts["enabled"]


def _filtered(query: TaskFilter) -> QuerySet[Task]:
    exact = {"task_type": query.type or None, "task_enabled": query.enabled}
    rows = Task.objects.filter(**{name: value for name, value in exact.items() if value is not None})
    if query.tag:
        rows = rows.filter(tags__contains=f"|{query.tag}|")
    if query.q:
        text = query.q
        rows = rows.filter(
            Q(task_name__icontains=text) | Q(task_id__icontains=text) | Q(tags__icontains=text)
        )
    if query.status:
        rows = rows.filter(task_id__in=_ids_standing(query.status))
    return rows


def _page_of_files(query: TaskQuery, last: tuple[str, ...] | None) -> tuple[list[TaskRecord], str | None]:
    """The store of JSON files has all tasks in memory."""
    standing = _ids_standing(query.status) if query.status else None
    wanted = [task for task in get_store().get_all_tasks() if _matches(task, query, standing)]
    keys = sorted(key for key in map(_key, wanted) if last is None or key > last)
    shown, cursor = page(keys[: query.limit + 1], query.limit, lambda key: key)
    records = get_store().get_records([task_id for _, task_id in shown])
    return [records[task_id] for _, task_id in shown if task_id in records], cursor


def _key(task: TaskDefinition) -> tuple[str, ...]:
    return (task.task_name, task.task_id)


def _matches(task: TaskDefinition, query: TaskFilter, standing: set[str] | None) -> bool:
    text = (query.q or "").casefold()
    return (
        (query.enabled is None or task.task_enabled == query.enabled)
        and (not query.type or task.task_type == query.type)
        and (not query.tag or query.tag in task.task_tags)
        and (standing is None or task.task_id in standing)
        and any(text in part.casefold() for part in (task.task_name, task.task_id, *task.task_tags))
    )


def _ids_standing(statuses: str) -> set[str]:
    """The tasks with one of `statuses`: what they do now counts before how they last did."""
    wanted = _statuses(statuses)
    active: dict[str, set[str]] = {status.value: set() for status in ACTIVE}
    for origin, status in _active_origins():
        active[status].add(origin.removeprefix("task:"))
    found = {name for status in wanted & set(ACTIVE) for name in active[status]}
    if Status.PENDING in wanted and Status.RUNNING not in wanted:
        found -= active[Status.RUNNING]
    busy = active[Status.RUNNING] | active[Status.PENDING]
    ended = TaskState.objects.filter(status__in=wanted - set(ACTIVE)).values_list("task_id", flat=True)
    return found | (set(ended) - busy)


def _active_origins() -> Iterable[tuple[str, str]]:
    rows: Any = Execution.objects.filter(status__in=sorted(ACTIVE), kind="task")
    found: Iterable[tuple[str, str]] = rows.values_list("origin", "status").distinct()
    return found


def _statuses(text: str) -> set[Status]:
    try:
        return {Status(part.strip()) for part in text.split(",") if part.strip()}
    except ValueError:
        raise ConfigurationError(
            "field_not_a_choice", field="status", name="status", choices=", ".join(Status)
        ) from None
