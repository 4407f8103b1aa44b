"""What executions wrote: pages of lines, and downloads of the exact bytes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db.models import Q
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router

from watchbell.api.executions import find_execution
from watchbell.api.guard import may
from watchbell.api.language import language_of
from watchbell.api.log_schema import NO_LOG, LogParameters, Logs, shown
from watchbell.errors import NotFound
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.kernel.status import Status
from watchbell.tasks.rows import origin_of
from watchbell.tasks.run_now import existing_task

router = Router(tags=["logs"])
_DOWNLOAD = {
    "responses": {
        200: {
            "description": "The bytes as the program wrote them.",
            "content": {"text/plain": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
_DID_NOT_RUN = Q(status=Status.SKIPPED) | Q(
    status__in=[Status.PENDING, Status.CANCELLED], started_at__isnull=True
)
_NOT_FOR_NAMES = re.compile(r"[^\w.-]+")


@router.get(
    "/executions/{execution_id}/logs",
    auth=may("logs.read"),
    response=Logs,
    operation_id="get_execution_logs",
    summary="Lines of a log",
)
def execution_logs(request: HttpRequest, execution_id: str, query: Query[LogParameters]) -> Logs:
    """While the execution runs `next_cursor` is always set: ask again from it."""
    return _read(find_execution(execution_id), query, language_of(request))


@router.get(
    "/executions/{execution_id}/logs/download",
    auth=may("logs.read"),
    operation_id="download_execution_log",
    summary="A whole log",
    openapi_extra=_DOWNLOAD,
)
def download_execution_log(request: HttpRequest, execution_id: str) -> StreamingHttpResponse:
    return _download(request, find_execution(execution_id))


@router.get(
    "/tasks/{task_id}/logs",
    auth=may("logs.read"),
    response=Logs,
    operation_id="get_task_logs",
    summary="Lines of the log of a task",
)
def task_logs(
    request: HttpRequest, task_id: str, query: Query[LogParameters], execution_id: str | None = None
) -> Logs:
    """Of `execution_id`, by default of the latest execution that ran."""
    execution = _execution_of(task_id, execution_id)
    return _read(execution, query, language_of(request)) if execution else NO_LOG


@router.get(
    "/tasks/{task_id}/logs/download",
    auth=may("logs.read"),
    operation_id="download_task_log",
    summary="The whole log of a task",
    openapi_extra=_DOWNLOAD,
)
def download_task_log(
    request: HttpRequest, task_id: str, execution_id: str | None = None
) -> StreamingHttpResponse:
    """Of `execution_id`, by default of the latest execution that ran."""
    execution = _execution_of(task_id, execution_id)
    if execution is None:
        raise NotFound("no_executions_yet", name=task_id)
    return _download(request, execution)


def _execution_of(task_id: str, execution_id: str | None) -> Execution | None:
    if execution_id:
        return find_execution(execution_id, origin=origin_of(task_id))
    existing_task(task_id)
    rows = Execution.objects.filter(origin=origin_of(task_id)).order_by("-execution_id")
    return rows.exclude(_DID_NOT_RUN).first() or rows.first()


def _read(execution: Execution, query: LogParameters, language: str) -> Logs:
    reader = log_store().open(execution.execution_id)
    page = reader.page(query.as_query(), running=not execution.is_finished)
    return shown(page, execution.execution_id, language)


def _download(request: HttpRequest, execution: Execution) -> StreamingHttpResponse:
    pieces = log_store().open(execution.execution_id).bytes()
    content = _in_threads(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(content, content_type="text/plain")
    name = _NOT_FOR_NAMES.sub("_", f"{execution.name or execution.kind}_{execution.execution_id}.log")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


async def _in_threads(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Reads each piece in a thread: a slow disk must not hold up everybody else."""
    read = sync_to_async(lambda: next(pieces, None), thread_sensitive=False)
    while (piece := await read()) is not None:
        yield piece
