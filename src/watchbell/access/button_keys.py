"""Button keys: API keys that stand in web pages for everybody to read, and can do little."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from watchbell.access.button_scope import ButtonScope
from watchbell.access.keys import new_key
from watchbell.access.models import ApiKey
from watchbell.errors import ConfigurationError, InvalidInput


def create_button_key(
    user: User,
    name: str,
    *,
    page_routes: list[str],
    origins: list[str],
    expires_at: datetime | None = None,
) -> tuple[str, ApiKey]:
    """A new button key, which nobody sees again, and its row. It works as long as `user` is active.

    Raises InvalidInput.
    """
    scope = ButtonScope.read(page_routes, origins)
    if expires_at is not None and expires_at <= timezone.now():
        raise InvalidInput([ConfigurationError("expires_in_the_past", field="expires_at")])
    return new_key(user, name, expires_at, scope.to_json())


def button_keys() -> QuerySet[ApiKey]:
    """All there ever were, newest first."""
    return ApiKey.objects.exclude(scope={}).order_by("-pk")


def origins_of_valid_keys() -> frozenset[str]:
    """Every site that some button key works on now."""
    now = timezone.now()
    valid = button_keys().filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
    scopes = [
        ButtonScope.of(key)
        for key in valid.select_related("user")
        if key.user.is_active  # in a host this need not be a column
    ]
    return frozenset(origin for scope in scopes if scope for origin in scope.origins)
