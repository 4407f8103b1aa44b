"""Headers that keep a page from doing more than it is meant to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# What pages of other sites load; everything else is for our own.
_FOR_EVERY_SITE = ("/watchbell-buttons.js", "/watchbell-vue.js")

Answer = HttpResponseBase | Awaitable[HttpResponseBase]


def headers_of_file(url: str) -> dict[str, str]:
    """The headers of a static file. The two files of page buttons may be loaded from anywhere."""
    if not url.endswith(_FOR_EVERY_SITE):
        return HEADERS
    return {
        **HEADERS,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }


class SecurityHeaders:
    """Middleware, for synchronous and asynchronous stacks."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        self._get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        answer = self._get_response(request)
        return _completed(answer) if isinstance(answer, HttpResponseBase) else _later(answer)


async def _later(answer: Awaitable[HttpResponseBase]) -> HttpResponseBase:
    return _completed(await answer)


def _completed(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
