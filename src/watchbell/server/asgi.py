"""The product as one ASGI application: pages and API over HTTP, live events over a websocket."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import Any

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

from watchbell.server.static_files import StaticFiles

# More would only wait for each other: for the interpreter, and for the one writer of the database.
_THREADS = 12
# Requests that wait for an execution do little else; they have threads of their own.
_WAITING_THREADS = 256
_IN_PIECES = ("/logs/download", "/stream")


def _application() -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchbell.server.settings")
    asynchronous: Any = get_asgi_application()  # sets Django up, which the modules below need

    from watchbell.api.live import live_application
    from watchbell.server.body_limit import limited
    from watchbell.server.pooled import PooledHandler

    working, waiting = PooledHandler(_THREADS), PooledHandler(_WAITING_THREADS)

    async def http(scope: Any, receive: Any, send: Any) -> None:
        # A download lasts as long as its reader takes, a stream as long as what it tells of.
        handler = asynchronous if scope["path"].endswith(_IN_PIECES) else working
        await (waiting if b"wait=" in scope["query_string"] else handler)(scope, receive, send)

    static: Any = files("watchbell") / "static"
    pages = StaticFiles(limited(http), static)
    live = live_application()

    async def websocket(scope: Any, receive: Any, send: Any) -> None:
        await (live if scope["path"] == "/api/live" else _closed)(scope, receive, send)

    protocols: Any = ProtocolTypeRouter
    return protocols({"http": pages, "websocket": websocket})


async def _closed(scope: Any, receive: Any, send: Any) -> None:
    """A websocket at an address where there is none."""
    await receive()
    await send({"type": "websocket.close"})


application = _application()
