"""Who may call a route: every route names its action, and what names none is closed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token

from watchbell.access.keys import KEY_START, is_button_key, valid_key
from watchbell.access.models import ApiKey
from watchbell.access.policy import Action, check, check_origin
from watchbell.access.resolver import Caller, has_resolver, signed_in_user
from watchbell.errors import NotAllowed, NotAuthenticated


class may:  # noqa: N801 - reads as a word where routes are declared
    """The caller must be signed in, by API key or browser session, and allowed to do `action`."""

    def __init__(self, action: Action) -> None:
        self.action: Action = action

    def __call__(self, request: HttpRequest) -> Caller:
        key = _valid_key(request)
        request.watchbell_key = key  # type: ignore[attr-defined]
        user = key.user if key else _user_of_session(request)
        check_origin(key, origin_of(request))
        check(user, self.action, key)
        return user


def closed(request: HttpRequest) -> Caller:
    """The guard of a route that names no action."""
    raise NotAllowed("not_allowed")


def caller(request: HttpRequest) -> str:
    """The name of whoever the guard let in; a button key is nobody, so it goes by its own name."""
    key = key_of(request)
    if key and key.scope:
        return f"key:{key.name}"
    return user_of(request).get_username()


def user_of(request: HttpRequest) -> Caller:
    """Whoever the guard let in; with an API key its user."""
    user: Caller = request.auth  # type: ignore[attr-defined]
    return user


def key_of(request: HttpRequest) -> ApiKey | None:
    """The API key with which the guard let the caller in; None for a session."""
    return getattr(request, "watchbell_key", None)


def origin_of(request: HttpRequest) -> str | None:
    """The site whose page sent `request`; None where no browser says so."""
    return request.headers.get("Origin")


def check_csrf(request: HttpRequest) -> None:
    """Raises NotAllowed where a browser may have been tricked into sending `request`."""
    check = _CsrfCheck(lambda _: HttpResponse())
    check.process_request(request)
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    if check.process_view(request, _no_view, (), {}) is not None:
        raise NotAllowed("csrf_failed")


def csrf_token(request: HttpRequest, response: HttpResponse) -> str | None:
    """What a page of the same site sends back as X-CSRFToken; None where an API key signs the caller in.

    A host may read its cookie from scripts or not, and may have no CSRF middleware at all.
    """
    if key_of(request):
        return None
    check = _CsrfCheck(lambda _: HttpResponse())
    check.process_request(request)
    token = get_token(request)
    check.process_response(request, response)
    return token


def is_own_origin(request: HttpRequest) -> bool:
    """Whether the Origin of `request` is this site, or one that the settings trust."""
    check: Any = _CsrfCheck(lambda _: HttpResponse())
    return bool(check._origin_verified(request))


def is_from_browser(request: HttpRequest) -> bool:
    """Whether `request` may carry what a browser adds by itself; other programs cannot be tricked."""
    return any(request.headers.get(name) for name in ("Origin", "Referer", "Cookie", "Sec-Fetch-Site"))


def key_in(headers: Any) -> str | None:
    """The API key in the headers of a request; None where they carry none."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return str(token).strip()
    return headers.get("X-API-Key")  # type: ignore[no-any-return]


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)


def _no_view() -> HttpResponse:
    return HttpResponse()


def _valid_key(request: HttpRequest) -> ApiKey | None:
    raw = key_in(request.headers)
    if raw is None or (has_resolver() and not raw.startswith(KEY_START)):
        return None  # a token of the host's own, say
    key = valid_key(raw)
    if key is None:
        # A key that is not valid never falls back to the session the browser may have, too.
        raise not_valid(request, raw)
    return key


def not_valid(request: HttpRequest, raw: str) -> NotAuthenticated:
    """What is said of the key `raw`; in a page, nobody can make themselves a new one."""
    in_page = origin_of(request) is not None or is_button_key(raw)
    return NotAuthenticated("button_key_not_valid" if in_page else "invalid_key")


def _user_of_session(request: HttpRequest) -> Caller:
    user = signed_in_user(request)
    if user is None:
        raise NotAuthenticated("not_authenticated")
    if "Authorization" not in request.headers:  # which no other site can have a browser send
        check_csrf(request)
    return user
