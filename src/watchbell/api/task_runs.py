"""Running, stopping and following one task (seed 004, 任务执行接口, 任务状态接口)."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Query, Router
from ninja.responses import Status as Answer

from watchbell.api.execution_queries import ExecutionQuery, HistoryFilter, execution_page
from watchbell.api.execution_schema import (
    ExecutionDetail,
    ExecutionPage,
    ExecutionStarted,
    detailed,
    listed,
    started,
)
from watchbell.api.execution_zones import with_zones
from watchbell.api.executions import find_execution
from watchbell.api.fields import IdempotencyKey
from watchbell.api.guard import caller, may
from watchbell.api.language import language_of
from watchbell.api.paging import PageQuery
from watchbell.api.schedule import merged_ticks
from watchbell.api.task_items import find_item
from watchbell.api.task_schema import ExecuteRequest, NextRun, StopRequest, TaskStatus, TaskStopped
from watchbell.api.waiting import wait_for_end
from watchbell.executions.models import Execution
from watchbell.kernel.schedule_kinds import MOST_TICKS
from watchbell.kernel.status import Status
from watchbell.tasks.rows import origin_of
from watchbell.tasks.run_now import existing_task, run_now
from watchbell.tasks.stop import stop_task as stop_all

router = Router(tags=["tasks"])
_LONGEST_WAIT = 3600
Wait = Annotated[float, Query(0, ge=0, le=_LONGEST_WAIT, description="Seconds to wait for the end.")]
Count = Annotated[int, Query(5, ge=1, le=MOST_TICKS)]


class TaskExecutionQuery(HistoryFilter, PageQuery):
    pass


@router.post(
    "/tasks/{task_id}/execute",
    auth=may("tasks.run"),
    response={202: ExecutionStarted, 200: ExecutionDetail},
    operation_id="execute_task",
    summary="Run a task now",
)
def execute_task(
    request: HttpRequest,
    task_id: str,
    data: Annotated[ExecuteRequest | None, Body(None)] = None,
    wait: Wait = 0,
    idempotency_key: IdempotencyKey = None,
) -> Answer[ExecutionStarted] | Answer[ExecutionDetail]:
    """202 at once. With `wait`: 200 with the finished execution, 202 where it has not ended by then.

    The same `Idempotency-Key` gives the same execution; 409 where it comes with other parameters.
    """
    row = run_now(
        task_id,
        parameters=data.parameters if data else None,
        user=caller(request),
        idempotency_key=idempotency_key,
    )
    if wait:
        row = wait_for_end(row.execution_id, wait, getattr(request, "client_gone", None))
        if row.is_finished:
            return Answer(200, _detailed(row, request))
    return Answer(202, started(row))


@router.post(
    "/tasks/{task_id}/stop",
    auth=may("executions.stop"),
    response={202: TaskStopped},
    operation_id="stop_task",
    summary="Stop what waits or runs of a task",
)
def stop_task(
    request: HttpRequest, task_id: str, data: Annotated[StopRequest | None, Body(None)] = None
) -> Answer[TaskStopped]:
    """Idempotent: where nothing runs, nothing happens."""
    stopped = stop_all(task_id, data.execution_id if data else None)
    return Answer(202, TaskStopped(task_id=task_id, executions=[started(row) for row in stopped]))


@router.get(
    "/tasks/{task_id}/executions",
    auth=may("executions.read"),
    response=ExecutionPage,
    operation_id="list_task_executions",
    summary="The history of a task",
)
def list_task_executions(
    request: HttpRequest, task_id: str, query: Query[TaskExecutionQuery]
) -> ExecutionPage:
    existing_task(task_id)
    asked = ExecutionQuery.model_construct(**{**dict(query), "task_id": task_id})
    return execution_page(asked, language_of(request))


@router.get(
    "/tasks/{task_id}/executions/{execution_id}",
    auth=may("executions.read"),
    response=ExecutionDetail,
    operation_id="get_task_execution",
    summary="One execution of a task",
)
def get_task_execution(request: HttpRequest, task_id: str, execution_id: str) -> ExecutionDetail:
    return _detailed(find_execution(execution_id, origin=origin_of(task_id)), request)


def _detailed(row: Execution, request: HttpRequest) -> ExecutionDetail:
    found = detailed(row, language_of(request))
    with_zones([found])
    return found


@router.get(
    "/tasks/{task_id}/status",
    auth=may("tasks.read"),
    response=TaskStatus,
    operation_id="get_task_status",
    summary="How a task stands",
)
def get_task_status(request: HttpRequest, task_id: str) -> TaskStatus:
    item = find_item(task_id)
    last = listed(item.last_execution, language_of(request)) if item.last_execution else None
    with_zones([last] if last else [])
    return TaskStatus(
        task_id=task_id,
        status=Status(item.status) if item.status else None,
        last_execution=last,
        running=item.running,
        pending=item.pending,
        next_run=item.next_run,
    )


@router.get(
    "/tasks/{task_id}/next-run",
    auth=may("tasks.read"),
    response=NextRun,
    operation_id="get_next_run",
    summary="When a task is due",
)
def get_next_run(request: HttpRequest, task_id: str, count: Count = 5) -> NextRun:
    """Nothing is due for a task that is switched off."""
    task = existing_task(task_id)
    if not task.task_enabled:
        return NextRun(next_run=None, upcoming=[])
    upcoming = [tick.time for tick in merged_ticks(task.schedules(), timezone.now(), count)]
    return NextRun(next_run=upcoming[0] if upcoming else None, upcoming=upcoming)
