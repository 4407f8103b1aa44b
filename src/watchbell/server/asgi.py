"""The product as one ASGI application: pages and API over HTTP, live events over a websocket."""

from __future__ import annotations

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application


def _application() -> ProtocolTypeRouter:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchbell.server.settings")
    http = get_asgi_application()  # sets Django up, which the modules below need

    from django.urls import re_path

    from watchbell.api.live import live
    from watchbell.server.body_limit import limited

    websocket = URLRouter([re_path(r"^api/live$", live)])
    return ProtocolTypeRouter({"http": limited(http), "websocket": websocket})


application = _application()
