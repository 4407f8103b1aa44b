"""Server-sent events (HTML Living Standard, 9.2) of one execution, until it has ended."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from pydantic import BaseModel

from watchbell.api.following import Read, changes
from watchbell.api.problems import problem_response
from watchbell.errors import NotAuthenticated, SystemFailure
from watchbell.executions.models import Execution

Show = Callable[[Execution], BaseModel]


def event_stream(
    request: HttpRequest, execution_id: str, read: Read, show: Show
) -> StreamingHttpResponse | HttpResponse:
    """The answer; 501 where the server cannot hold it open without a thread."""
    if not isinstance(request, ASGIRequest):
        return problem_response(request, SystemFailure("stream_not_possible"), status=501)
    response = StreamingHttpResponse(_events(execution_id, read, show), content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"  # a proxy that collects pieces would keep them from the page
    return response


async def _events(execution_id: str, read: Read, show: Show) -> AsyncIterator[bytes]:
    shown = sync_to_async(show, thread_sensitive=False)  # it looks at the queue
    try:
        async for row in changes(read, execution_id):
            if row is None:
                yield b": still here\n\n"
            else:
                yield b"data: " + (await shown(row)).model_dump_json().encode() + b"\n\n"
    except NotAuthenticated:
        return  # revoked meanwhile; whoever asks again is told so
