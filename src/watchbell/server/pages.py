"""The one page of the web interface; what it shows depends on the address."""

from __future__ import annotations

from importlib.resources import files

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from watchbell.api.errors import no_such_route

# The addresses that `web/src/router.ts` knows; a test holds the two together.
PAGES = (
    r"^(?:login|setup"
    r"|tasks(?:/[^/]+(?:/(?:edit|view|executions|logs))?)?"
    r"|executions(?:/[^/]+)?"
    r"|pipelines(?:/new|/[^/]+/(?:edit|view))?"
    r"|scripts(?:/named/[^/]+|/\d+(?:/edit)?)?"
    r"|buttons(?:/new|/\d+)?"
    r"|button-keys)?/?$"
)

_NOT_BUILT = """\
The web interface is not built. Run: make setup
The API works: /api/health

网页界面尚未构建，请运行：make setup
API 可正常使用：/api/health
"""


@require_safe
def index(request: HttpRequest, **_: str) -> HttpResponse:
    """The page; its scripts have names that change with their content, it has not, so it is not kept."""
    page = files("watchbell") / "static" / "watchbell" / "index.html"
    try:
        response = HttpResponse(page.read_bytes(), content_type="text/html; charset=utf-8")
    except FileNotFoundError:
        response = HttpResponse(_NOT_BUILT, content_type="text/plain; charset=utf-8", status=503)
    response["Cache-Control"] = "no-cache"
    return response


def nowhere(request: HttpRequest, **_: str) -> HttpResponse:
    """404: for people the page, which tells them where they are; for programs the error shape of the API."""
    if request.method not in ("GET", "HEAD") or "text/html" not in request.headers.get("Accept", ""):
        return no_such_route(request)
    response = index(request)
    if response.status_code == 200:
        response.status_code = 404
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this name where no page tells them another: above an answer of the API, say."""
    return HttpResponseRedirect("/static/watchbell/favicon.svg")
