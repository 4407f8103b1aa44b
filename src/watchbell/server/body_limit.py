"""Refuses large bodies as they arrive: Django would first write all of one to the disk."""

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


def limited(application: Application) -> Application:
    """`application`, which gets no body over Django's DATA_UPLOAD_MAX_MEMORY_SIZE."""

    async def run(scope: Any, receive: Receive, send: Send) -> None:
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if _announced(scope) > limit:
            await _refuse(send, limit)
            return
        try:
            await application(scope, _counted(receive, limit), send)
        except _TooLargeError:
            await _refuse(send, limit)

    return run


def _counted(receive: Receive, limit: int) -> Receive:
    left = limit

    async def next_message() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise _TooLargeError
        return message

    return next_message


def _announced(scope: Any) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


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
