"""The definitions of tasks (seed 004, 任务管理接口)."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router
from ninja.responses import Status as Answer

from watchbell.api.guard import caller, may
from watchbell.api.language import language_of
from watchbell.api.preconditions import etag, expected_version
from watchbell.api.task_input import merged, read_definition, refuse_past
from watchbell.api.task_items import TaskQuery, find_item, shown, task_page
from watchbell.api.task_schema import Task, TaskChanges, TaskInput, TaskPage
from watchbell.errors import EditedMeanwhile, NotFound
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.store import TaskRecord, get_store

router = Router(tags=["tasks"])
IfMatch = Annotated[str | None, Header(None, alias="If-Match", description="The ETag of what was read.")]


@router.get(
    "/tasks", auth=may("tasks.read"), response=TaskPage, operation_id="list_tasks", summary="Tasks, by name"
)
def list_tasks(request: HttpRequest, query: Query[TaskQuery]) -> TaskPage:
    return task_page(query, language_of(request))


@router.post(
    "/tasks",
    auth=may("tasks.write"),
    response={201: Task},
    operation_id="create_task",
    summary="Create a task",
)
def create_task(request: HttpRequest, response: HttpResponse, data: TaskInput) -> Answer[Task]:
    """409 `task_exists` where the id is taken; 422 names everything that is wrong."""
    task = read_definition(data)
    refuse_past(task)
    get_store().save_task(task, user=caller(request), expected_version=0)
    response["Location"] = f"{request.path}/{task.task_id}"
    return Answer(201, _answer(request, response, task.task_id))


@router.get(
    "/tasks/{task_id}", auth=may("tasks.read"), response=Task, operation_id="get_task", summary="One task"
)
def get_task(request: HttpRequest, response: HttpResponse, task_id: str) -> Task:
    """Its version is the `ETag`."""
    return _answer(request, response, task_id)


@router.put(
    "/tasks/{task_id}",
    auth=may("tasks.write"),
    response=Task,
    operation_id="replace_task",
    summary="Replace the definition of a task",
)
def replace_task(
    request: HttpRequest, response: HttpResponse, task_id: str, data: TaskInput, if_match: IfMatch = None
) -> Task:
    """412 where `If-Match` is given and somebody saved a newer version."""
    record = _record(task_id)
    version = expected_version(if_match, record)
    task = read_definition(data, task_id)
    refuse_past(task, record.task)
    _save(request, task, version)
    return _answer(request, response, task_id)


@router.patch(
    "/tasks/{task_id}",
    auth=may("tasks.write"),
    response=Task,
    operation_id="change_task",
    summary="Change some fields of a task",
)
def change_task(
    request: HttpRequest, response: HttpResponse, task_id: str, data: TaskChanges, if_match: IfMatch = None
) -> Task:
    """Fields that are not given stay. 412 as for PUT."""
    for _ in range(_TRIES):
        record = _record(task_id)
        version = expected_version(if_match, record)
        task = merged(record.task, data)
        refuse_past(task, record.task)
        try:
            _save(request, task, record.version)
            break
        except EditedMeanwhile:
            if version is not None:
                raise
    return _answer(request, response, task_id)


@router.delete(
    "/tasks/{task_id}",
    auth=may("tasks.write"),
    response={204: None},
    operation_id="delete_task",
    summary="Delete a task",
)
def delete_task(request: HttpRequest, task_id: str, if_match: IfMatch = None) -> Answer[None]:
    """Its history stays. 409 where a task depends on it, or a pipeline or button runs it; 412 as for PUT."""
    expected_version(if_match, _record(task_id))
    get_store().delete_task(task_id)
    return Answer(204, None)


_TRIES = 3
"""A change of some fields that names no version is made again on what another one has just saved."""


def _save(request: HttpRequest, task: TaskDefinition, version: int | None) -> None:
    get_store().save_task(task, user=caller(request), expected_version=version)


def _answer(request: HttpRequest, response: HttpResponse, task_id: str) -> Task:
    item = find_item(task_id)
    response["ETag"] = etag(item.record)
    return shown(item, language_of(request))


def _record(task_id: str) -> TaskRecord:
    record = get_store().get_record(task_id)
    if record is None:
        raise NotFound("not_found", what="task", name=task_id[:100])
    return record
