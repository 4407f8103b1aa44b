"""What a host includes: `path("", include("watchbell.api.urls"))` serves everything below /api/."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from watchbell.api.boundary import bordered
from watchbell.api.errors import no_such_route
from watchbell.api.site import api

_routes, _app_name, _namespace = api.urls

_bordered = [bordered(route) for route in _routes if isinstance(route, URLPattern)]

urlpatterns = [
    path("api/", (_bordered, _app_name, _namespace)),
    re_path(r"^api(?:/.*)?$", bordered(re_path("", no_such_route)).callback),
]
