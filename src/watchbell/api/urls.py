"""What a host includes: `path("", include("watchbell.api.urls"))`.

It serves everything below /api/, and the routes of seed 003 below /myapp/admin/celery/ too.
"""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from watchbell.api.boundary import bordered
from watchbell.api.cors import for_other_sites
from watchbell.api.errors import no_such_route
from watchbell.api.site import api

_ON_ANY_PAGE = ("scripts", "execute-script", "script-task-result", "script-task-result/stream")

_routes, _app_name, _namespace = api.urls

_closed = [route for route in _routes if isinstance(route, URLPattern)]
_bordered = [
    bordered(for_other_sites(route) if str(route.pattern) in _ON_ANY_PAGE else route) for route in _closed
]
_of_the_seed = [
    path(str(route.pattern), route.callback) for route in _bordered if str(route.pattern) in _ON_ANY_PAGE
]
_nothing = bordered(re_path("", no_such_route)).callback

urlpatterns = [
    path("api/", (_bordered, _app_name, _namespace)),
    re_path(r"^api(?:/.*)?$", _nothing),
    *(path(f"myapp/admin/celery/{route.pattern}", route.callback) for route in _of_the_seed),
    re_path(r"^myapp/admin/celery(?:/.*)?$", _nothing),
]
