"""Takes in each body before anything is done with it: bounded, whole, and without holding a thread.

Django would first write one of any size to the disk; a WSGI handler would read none that is sent in
chunks, and wait in a thread for one that comes slowly.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings

from watchbell.errors import MalformedRequest

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]


class _TooLargeError(Exception):
    pass


class _GoneError(Exception):
    """The client left before it had sent everything."""


def limited(application: Application) -> Application:
    """`application`, which gets each body in one message, of DATA_UPLOAD_MAX_MEMORY_SIZE at most."""

    async def run(scope: Any, receive: Receive, send: Send) -> None:
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        try:
            body = await _whole_body(scope, receive, limit)
        except _TooLargeError:
            await _refuse(send, limit)
        except _GoneError:
            pass
        else:
            await application(_sized(scope, len(body)), _starting_with(body, receive), send)

    return run


async def _whole_body(scope: Any, receive: Receive, limit: int) -> bytes:
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > limit:
        raise _TooLargeError
    parts = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _GoneError
        parts += message.get("body", b"")
        more = message.get("more_body", False)
        if len(parts) > limit:
            raise _TooLargeError
    return bytes(parts)


def _sized(scope: Any, size: int) -> Any:
    """`scope` with the length of the body, which one that came in chunks did not announce."""
    kept = [pair for pair in scope["headers"] if pair[0] not in (b"content-length", b"transfer-encoding")]
    return {**scope, "headers": [*kept, (b"content-length", b"%d" % size)]}


def _starting_with(body: bytes, receive: Receive) -> Receive:
    first = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return first.pop() if first else await receive()

    return next_message


async def _refuse(send: Send, limit: int) -> None:
    error = MalformedRequest("body_too_large", limit=limit)
    problem = {
        "code": error.code,
        "message": error.message("en"),
        "field": None,
        "hint": None,
        "values": error.values,
    }
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"error": problem}).encode()})
