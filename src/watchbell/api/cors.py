"""Pages of other sites: only those that a valid button key or the settings list get an answer.

No cookie is ever accepted from them (security 26): they sign in with a key. A host needs no middleware.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.cache import patch_vary_headers

from watchbell.access.button_keys import origins_of_valid_keys
from watchbell.access.button_scope import is_origin
from watchbell.access.keys import KEY_START, valid_key
from watchbell.api.guard import is_own_origin, key_in, not_valid, origin_of
from watchbell.api.problems import problem_response
from watchbell.conf import get_settings
from watchbell.errors import NotAllowed, NotAuthenticated

View = Callable[..., HttpResponseBase]
_METHODS = "GET, POST"
_HEADERS = "authorization, x-api-key, content-type, idempotency-key, accept-language"
_SECONDS = "600"
_SHOWN = "Retry-After, Content-Language, X-Request-ID"


def for_other_sites(pattern: URLPattern) -> URLPattern:
    """`pattern`, which also answers pages of the other sites that are listed."""
    pattern.callback = _answering(pattern.callback)
    return pattern


def _answering(view: View) -> View:
    def run(request: HttpRequest, **values: Any) -> HttpResponseBase:
        origin = origin_of(request)
        if origin is None:
            return view(request, **values)
        response = _answer(request, origin, view, values)
        patch_vary_headers(response, ["Origin"])
        return response

    run.csrf_exempt = True  # type: ignore[attr-defined]
    return run


def _answer(request: HttpRequest, origin: str, view: View, values: dict[str, Any]) -> HttpResponseBase:
    own = _is_own(request)
    asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    if not own and not _is_listed(origin):
        return _refusal(request, origin, readable=not asks_first)
    response = HttpResponse(status=204) if asks_first else _answer_of(view, request, values, own)
    response["Access-Control-Allow-Origin"] = origin
    if asks_first:
        response["Access-Control-Allow-Methods"] = _METHODS
        response["Access-Control-Allow-Headers"] = _HEADERS
        response["Access-Control-Max-Age"] = _SECONDS
    else:
        response["Access-Control-Expose-Headers"] = _SHOWN
    return response


def _refusal(request: HttpRequest, origin: str, *, readable: bool) -> HttpResponseBase:
    raw = key_in(request.headers) if readable else None
    if raw is not None and raw.startswith(KEY_START) and valid_key(raw) is None:
        refusal = problem_response(request, not_valid(request, raw))
    else:
        refusal = problem_response(request, NotAllowed("origin_not_allowed", origin=origin[:100]))
    if readable:
        # It says nothing but what the page knows; with it the button can show why it does not work.
        refusal["Access-Control-Allow-Origin"] = "*"
    return refusal


def _answer_of(view: View, request: HttpRequest, values: dict[str, Any], own: bool) -> HttpResponseBase:
    """A session of ours that the browser sends along signs nobody in on a page of another site."""
    if not own and key_in(request.headers) is None:
        return problem_response(request, NotAuthenticated("not_authenticated"))
    return view(request, **values)


def _is_own(request: HttpRequest) -> bool:
    try:
        return is_own_origin(request)
    except DisallowedHost:
        return False


def _is_listed(origin: str) -> bool:
    if not is_origin(origin):
        return False
    named = {part.strip().rstrip("/") for part in get_settings().allowed_origins.split(",")}
    return origin in named or origin in origins_of_valid_keys()
