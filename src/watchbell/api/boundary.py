"""The border of the API: every answer that crosses it is ours, in shape and in headers."""

from __future__ import annotations

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern

from watchbell.api.body import is_clean
from watchbell.api.errors import error_response, method_not_allowed
from watchbell.errors import MalformedRequest
from watchbell.executions.sqlite import writes_wait_their_turn

View = Callable[..., Any]


def bordered(pattern: URLPattern) -> URLPattern:
    """`pattern`, with its view kept inside the border."""
    wrap = _async if iscoroutinefunction(pattern.callback) else _sync
    pattern.callback = wrap(pattern.callback)
    return pattern


def _sync(view: View) -> View:
    def run(request: HttpRequest, **values: Any) -> HttpResponseBase:
        try:
            _check(request, values)
            with writes_wait_their_turn():
                return _leave(request, view(request, **values))
        except Exception as error:
            return _leave(request, error_response(request, error))

    return _marked(run)


def _async(view: View) -> View:
    async def run(request: HttpRequest, **values: Any) -> HttpResponseBase:
        try:
            _check(request, values)
            return _leave(request, await view(request, **values))
        except Exception as error:
            return _leave(request, error_response(request, error))

    return _marked(run)


def _marked(run: View) -> View:
    """The guard of each route does what a host's middleware would: it knows keys, and answers in JSON."""
    run.csrf_exempt = True  # type: ignore[attr-defined]
    run.login_required = False  # type: ignore[attr-defined]
    # A host's ATOMIC_REQUESTS would hold a transaction open while somebody waits for the end of a run.
    return non_atomic_requests(run)


def _check(request: HttpRequest, values: dict[str, Any]) -> None:
    if request.method == "HEAD":
        request.method = "GET"  # the same answer; the server leaves its body out (RFC 9110, 9.3.2)
    texts = [*values.values(), *request.GET.keys(), *(v for vs in request.GET.lists() for v in vs[1])]
    if not all(is_clean(str(text)) for text in texts):
        raise MalformedRequest("unsupported_characters")


def _leave(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code == 405 and isinstance(response, HttpResponse):
        response = method_not_allowed(request, response)
    response.setdefault("Cache-Control", "no-store")
    response.setdefault("X-Content-Type-Options", "nosniff")
    return response
