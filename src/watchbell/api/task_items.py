"""Tasks with how they stand, as the API shows them."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from watchbell.api.execution_queries import lean
from watchbell.api.execution_schema import listed
from watchbell.api.paging import PageQuery
from watchbell.api.task_schema import Task, TaskPage
from watchbell.errors import NotFound
from watchbell.tasks.queries import TaskFilter, TaskItem, get_item, list_tasks

Word = Annotated[str | None, Field(max_length=100)]


class TaskQuery(PageQuery, Schema):
    q: str | None = Field(None, max_length=200, description="Part of a name, id, tag or description.")
    status: list[str] = Field([], description="How tasks stand: repeated or separated by commas.")
    tag: Word = None
    type: Word = None
    enabled: bool | None = None


def task_page(query: TaskQuery, language: str) -> TaskPage:
    """One page of what `query` asks for, by name."""
    wanted = TaskFilter(
        q=query.q or "",
        status=[part.strip() for text in query.status for part in text.split(",") if part.strip()],
        tag=query.tag or "",
        type=query.type or "",
        enabled=query.enabled,
    )
    found = list_tasks(wanted, cursor=query.cursor, limit=query.limit, executions=lean)
    items = [shown(item, language) for item in found.items]
    return TaskPage.model_construct(items=items, next_cursor=found.next_cursor)


def find_item(task_id: str) -> TaskItem:
    """The task, or NotFound."""
    item = get_item(task_id, executions=lean)
    if item is None:
        raise NotFound("not_found", what="task", name=task_id[:100])
    return item


def shown(item: TaskItem, language: str) -> Task:
    """The task object: the definition as it is kept, not checked again."""
    record = item.record
    last = listed(item.last_execution, language) if item.last_execution else None
    if last:
        last.task_timezone = record.task.task_timezone
    return Task.model_construct(
        **record.task.to_json(),
        version=record.version,
        created_at=record.created_at,
        updated_at=record.updated_at,
        updated_by=record.updated_by,
        next_run=item.next_run,
        last_execution=last,
        running=item.running,
        pending=item.pending,
        recent=item.recent,
        dependents=list(item.dependents),
    )
