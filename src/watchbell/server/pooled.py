"""Django behind ASGI, one hop to a thread for each request.

Django's own ASGI handler runs every piece of a synchronous request in a thread made for that
request, with a database connection of its own. Here a few threads stay, with their connections, and
compute whole answers. Reading a request and sending its answer take no thread, so that slow clients
hold up nobody.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BytesIO
from typing import Any

from django.core import signals
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix


class PooledHandler(ASGIHandler):
    """For requests that are answered at once, and whose body comes in one message (`body_limit`)."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body: bytes = (await receive()).get("body", b"")
        gone = threading.Event()
        watch = asyncio.create_task(_note_leaving(receive, gone))
        try:
            response = await asyncio.get_running_loop().run_in_executor(
                self._threads, copy_context().run, self._respond, scope, body, gone
            )
        finally:
            watch.cancel()
        await self.send_response(response, send)

    def _respond(self, scope: Any, body: bytes, gone: threading.Event) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, BytesIO(body))
        response: Any = refused
        if request:
            request.client_gone = gone  # type: ignore[attr-defined]
            response = self.get_response(request)
        if response.streaming:
            raise TypeError("an answer in pieces is for Django's own handler")
        response.close()  # it is complete; this gives back what the request held
        return response  # type: ignore[no-any-return]


async def _note_leaving(receive: Any, gone: threading.Event) -> None:
    """Sets `gone` when the client hangs up, so that nobody goes on waiting for it."""
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()
