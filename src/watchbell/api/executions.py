"""The history across all tasks, and what may be done with one execution."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status as Answer

from watchbell.api.execution_queries import (
    ExecutionFilter,
    ExecutionQuery,
    count_by_status,
    execution_page,
)
from watchbell.api.execution_schema import (
    ExecutionCounts,
    ExecutionDetail,
    ExecutionPage,
    ExecutionStarted,
    detailed,
    started,
)
from watchbell.api.execution_zones import with_zones
from watchbell.api.fields import IdempotencyKey
from watchbell.api.guard import caller, may
from watchbell.api.language import language_of
from watchbell.errors import NotFound
from watchbell.executions.models import Execution
from watchbell.executions.stop import request_stop
from watchbell.scripts.press import press_again
from watchbell.tasks.rerun import rerun

router = Router(tags=["executions"])


@router.get(
    "/executions",
    auth=may("executions.read"),
    response=ExecutionPage,
    operation_id="list_executions",
    summary="The history, newest first",
)
def list_executions(request: HttpRequest, query: Query[ExecutionQuery]) -> ExecutionPage:
    return execution_page(query, language_of(request))


@router.get(
    "/executions/counts",
    auth=may("executions.read"),
    response=ExecutionCounts,
    operation_id="count_executions",
    summary="How many there are of each status",
)
def count_executions(request: HttpRequest, query: Query[ExecutionFilter]) -> ExecutionCounts:
    """The filters of the history, all but `status`."""
    return ExecutionCounts(counts=count_by_status(query))


@router.get(
    "/executions/{execution_id}",
    auth=may("executions.read"),
    response=ExecutionDetail,
    operation_id="get_execution",
    summary="One execution",
)
def get_execution(request: HttpRequest, execution_id: str) -> ExecutionDetail:
    found = detailed(find_execution(execution_id), language_of(request))
    with_zones([found])
    return found


@router.post(
    "/executions/{execution_id}/stop",
    auth=may("executions.stop"),
    response={202: ExecutionStarted},
    operation_id="stop_execution",
    summary="Stop an execution",
)
def stop_execution(request: HttpRequest, execution_id: str) -> Answer[ExecutionStarted]:
    """Idempotent. What runs stays `running` until its whole process tree is gone."""
    return Answer(202, started(request_stop(execution_id)))


@router.post(
    "/executions/{execution_id}/retry",
    auth=may("executions.run"),
    response={202: ExecutionStarted},
    operation_id="retry_execution",
    summary="Run it again",
)
def retry_execution(
    request: HttpRequest, execution_id: str, idempotency_key: IdempotencyKey = None
) -> Answer[ExecutionStarted]:
    """A new execution with the same parameters, of the task or script as it is now."""
    earlier = find_execution(execution_id)
    again = press_again(earlier, caller(request), idempotency_key) if earlier.kind == "script" else None
    return Answer(202, started(again or rerun(execution_id, caller(request), idempotency_key)))


def find_execution(execution_id: str, **columns: str) -> Execution:
    """The execution with this id and these `columns`, or NotFound."""
    rows = Execution.objects.select_related("definition")
    row = rows.filter(pk=execution_id, **columns).first()
    if row is None:
        raise NotFound("not_found", what="execution", name=execution_id[:100])
    return row
