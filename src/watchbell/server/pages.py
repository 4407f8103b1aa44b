"""The one page of the web interface; what it shows depends on the address."""

from __future__ import annotations

from importlib import resources

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_NOT_BUILT = """\
The web interface is not built. Run: make setup
The API works: /api/health

网页界面尚未构建，请运行：make setup
API 可正常使用：/api/health
"""


@require_safe
def index(request: HttpRequest, **_: str) -> HttpResponse:
    """The page; its scripts have names that change with their content, it has not, so it is not kept."""
    page = resources.files("watchbell") / "static" / "watchbell" / "index.html"
    try:
        response = HttpResponse(page.read_bytes(), content_type="text/html; charset=utf-8")
    except FileNotFoundError:
        response = HttpResponse(_NOT_BUILT, content_type="text/plain; charset=utf-8", status=503)
    response["Cache-Control"] = "no-cache"
    return response
