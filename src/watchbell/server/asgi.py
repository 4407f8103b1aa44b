"""The product as one ASGI application: pages and API over HTTP, live events over a websocket."""

from __future__ import annotations

import os
from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application


def _application() -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchbell.server.settings")
    http = get_asgi_application()  # sets Django up, which the modules below need

    from django.urls import re_path

    from watchbell.api.live import live_application
    from watchbell.server.body_limit import limited

    route: Any = URLRouter
    protocols: Any = ProtocolTypeRouter
    live = re_path(r"^api/live$", live_application())
    return protocols({"http": limited(http), "websocket": route([live])})


application = _application()
