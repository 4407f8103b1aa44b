"""Addresses of the product: the API, as any host includes it, and those of the web interface."""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path

from watchbell.api.errors import error_response, no_such_route
from watchbell.errors import MalformedRequest, NotAllowed, WatchbellError
from watchbell.server.pages import PAGES, favicon, index, nowhere

urlpatterns = [
    path("", include("watchbell.api.urls")),
    path("executions/<str:execution_id>", index, name="watchbell-execution"),  # what the API links to
    path("favicon.ico", favicon),
    re_path(PAGES, index),
    re_path(r"^(?!static/).*$", nowhere),
]


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    known = isinstance(exception, SuspiciousOperation)
    return error_response(request, exception if known else MalformedRequest("bad_request"))


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, NotAllowed("not_allowed"))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return no_such_route(request)


def handler500(request: HttpRequest) -> HttpResponse:
    return error_response(request, WatchbellError("internal_error", reference="-"))
