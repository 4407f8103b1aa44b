"""The product as one ASGI application: pages and API over HTTP, live events over a websocket."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import Any

import django
from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.handlers.wsgi import WSGIHandler
from servestatic import ServeStaticASGI

from watchbell.server.headers import HEADERS

# Under ASGI Django runs each part of a synchronous request in a thread made for it. A pool keeps its
# threads and their database connections.
_THREADS = 12
# The build puts a hash of the content into these names.
_IMMUTABLE = r"^.+/assets/.+-[\w-]{8}\.\w+$"
# Requests that wait for an execution do little else; they have threads of their own.
_WAITING_THREADS = 256


def _application() -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchbell.server.settings")
    django.setup()

    from django.urls import re_path

    from watchbell.api.live import live_application
    from watchbell.server.body_limit import limited

    handler: Any = WSGIHandler()
    working, waiting = WSGIMiddleware(handler, _THREADS), WSGIMiddleware(handler, _WAITING_THREADS)

    async def http(scope: Any, receive: Any, send: Any) -> None:
        await (waiting if b"wait=" in scope["query_string"] else working)(scope, receive, send)

    static: Any = files("watchbell") / "static"
    pages = ServeStaticASGI(
        limited(http),
        static,
        "static/",
        allow_all_origins=False,
        immutable_file_test=_IMMUTABLE,
        add_headers_function=_harden,
    )
    route: Any = URLRouter
    protocols: Any = ProtocolTypeRouter
    live = re_path(r"^api/live$", live_application())
    return protocols({"http": pages, "websocket": route([live])})


def _harden(headers: Any, path: str, url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value


application = _application()
