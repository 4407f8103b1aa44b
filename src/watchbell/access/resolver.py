"""Who is asking: the host's hook.

A host that signs its people in by other means names a function in its settings,
`WATCHBELL = {"resolver": "host.auth.who"}`; it takes the request and returns a user or None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.module_loading import import_string

Caller = User | AnonymousUser
Resolver = Callable[[HttpRequest], Caller | None]


def signed_in_user(request: HttpRequest) -> Caller | None:
    """The user whose browser session `request` belongs to, None where there is none."""
    user = _resolver()(request)
    return user if user is not None and user.is_authenticated and user.is_active else None


def django_user(request: HttpRequest) -> Caller | None:
    """Django's own user, as its AuthenticationMiddleware found it."""
    return getattr(request, "user", None)


def has_resolver() -> bool:
    """Whether the host signs its people in by other means."""
    return bool(_named())


def _named() -> str | None:
    return getattr(settings, "WATCHBELL", {}).get("resolver")


def _resolver() -> Resolver:
    named = _named()
    return cast(Resolver, import_string(named)) if named else django_user
