"""Who may listen: the same guard as for every route, and no page of another site."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from asgiref.sync import sync_to_async
from channels.auth import get_user
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest

from watchbell.api.guard import is_own_origin, may
from watchbell.api.language import Language, language_of
from watchbell.errors import WatchbellError

Scope = dict[str, Any]
_guard = may("live.read")
_SCHEMES = {"ws": "http", "wss": "https"}


async def may_listen(scope: Scope) -> bool:
    """Whether the user of the connection may listen, as things stand now."""
    request = _as_request(scope)
    session = scope.get("session")
    if session is not None and session.session_key:
        if not await sync_to_async(session.exists)(session.session_key):
            return False
        scope["user"] = await get_user(scope)
    request.user = scope["user"]
    request.session = session  # type: ignore[assignment]
    try:
        scope["user"] = await sync_to_async(_guard)(request)
    except WatchbellError:
        return False
    return True


def comes_from_us(scope: Scope) -> bool:
    """Whether the page that opened the connection is one of ours; programs send no Origin."""
    request = _as_request(scope)
    try:
        return "Origin" not in request.headers or is_own_origin(request)
    except DisallowedHost:
        return False


def language_of_scope(scope: Scope) -> Language:
    """The language that whoever opened the connection reads."""
    return language_of(_as_request(scope))


def _as_request(scope: Scope) -> ASGIRequest:
    scheme = _SCHEMES.get(scope.get("scheme", "ws"), "http")
    return ASGIRequest({**scope, "type": "http", "method": "GET", "scheme": scheme}, BytesIO())
