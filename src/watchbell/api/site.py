"""The API: its routers, its rules for bodies and errors, and that nothing is open by default."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer
from pydantic_core import to_json

from watchbell import __version__
from watchbell.api import (
    auth,
    button_keys,
    executions,
    executors,
    keys,
    logs,
    openapi_route,
    overview,
    page_buttons,
    pipelines,
    press,
    schedule,
    script_overview,
    script_results,
    scripts,
    secrets,
    status,
    task_runs,
    tasks,
)
from watchbell.api.body import StrictParser
from watchbell.api.errors import add_handlers
from watchbell.api.guard import closed
from watchbell.api.strict_queries import refuse_unknown


class _Renderer(JSONRenderer):
    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes | str:
        try:
            return to_json(data, inf_nan_mode="null")
        except ValueError:  # half a surrogate pair, from the result of a program
            return str(super().render(request, data, response_status=response_status))


api = NinjaAPI(
    title="Watchbell",
    version=__version__,
    description="Schedule scripts, run them, and see every execution in one history and one log.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="watchbell-api",
    auth=closed,
    parser=StrictParser(),
    renderer=_Renderer(),
)
add_handlers(api)
_modules = (
    auth,
    status,
    overview,
    openapi_route,
    tasks,
    task_runs,
    executions,
    logs,
    schedule,
    executors,
    press,
    scripts,
    script_overview,
    script_results,
    page_buttons,
    button_keys,
    keys,
    secrets,
    pipelines,
)
for _module in _modules:
    refuse_unknown(_module.router)
    api.add_router("", _module.router)
