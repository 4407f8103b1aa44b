"""API keys: 256 random bits, shown once, kept only as their SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, Literal

from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from watchbell.access.models import ApiKey
from watchbell.errors import ConfigurationError, Conflict, NotFound

KEY_START = "wbk_"
_LONGEST = 100
_LONGEST_NAME = 100
_NOTED_EACH = timedelta(minutes=1)


def create_key(user: User, name: str, *, expires_at: datetime | None = None) -> str:
    """A new key with which programs act as `user`. This is the only time anyone sees it.

    Raises ConfigurationError for a name nobody could tell from others, Conflict where a key of `user`
    that still works has it.
    """
    if any(_is_valid(key) for key in api_keys().filter(user=user, name=name.strip())):
        raise Conflict("key_name_taken", field="name", name=name.strip())
    return new_key(user, name, expires_at, {})[0]


def new_key(user: User, name: str, expires_at: datetime | None, scope: dict[str, Any]) -> tuple[str, ApiKey]:
    """A new key that can do what `scope` allows, and its row. Raises ConfigurationError for its name."""
    name = name.strip()
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise ConfigurationError("key_name_form", field="name", limit=_LONGEST_NAME)
    raw = KEY_START + secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        user=user, name=name, prefix=raw[:12], digest=_digest(raw), expires_at=expires_at, scope=scope
    )
    return raw, row


def api_keys() -> QuerySet[ApiKey]:
    """All there ever were that act as their user (button keys do not), newest first."""
    return ApiKey.objects.filter(scope={}).select_related("user").order_by("-pk")


def find_key(given: str, username: str | None = None) -> ApiKey:
    """The key, of either kind, that starts with `given` (`wbk_…`), or else the one that works by that name.

    Raises NotFound, and Conflict where there are several.
    """
    keys = ApiKey.objects.select_related("user").order_by("-pk")
    if username is not None:
        keys = keys.filter(user__username=username)
    by_start = given.startswith(KEY_START) and len(given) > len(KEY_START)
    found = list(keys.filter(prefix__startswith=given)) if by_start else []
    found = found or [key for key in keys.filter(name=given) if key.revoked_at is None]
    if not found:
        raise NotFound("not_found", what="API key", name=given)
    if len(found) > 1:
        raise Conflict("key_ambiguous", name=given, starts=", ".join(key.prefix for key in found[:5]))
    return found[0]


def revoke_key(key: ApiKey) -> None:
    """Ends `key` at once; its row stays, so that people see that it existed."""
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])


def valid_key(raw: str) -> ApiKey | None:
    """The key `raw`, with its user; None where it is unknown, expired, revoked or of an inactive user."""
    if not raw.startswith(KEY_START) or len(raw) > _LONGEST:
        return None
    digest = _digest(raw)
    key = ApiKey.objects.select_related("user").filter(digest=digest).first()
    if key is None or not hmac.compare_digest(key.digest, digest) or not _is_valid(key):
        return None
    _note_use(key)
    return key


def is_still_valid(key: ApiKey) -> bool:
    """Whether `key`, which somebody was let in with before, would still let them in."""
    now = ApiKey.objects.select_related("user").filter(pk=key.pk).first()
    return now is not None and _is_valid(now)


def is_button_key(raw: str) -> bool:
    """Whether `raw` is, or was, a key for the buttons of pages."""
    return ApiKey.objects.filter(digest=_digest(raw)).exclude(scope={}).exists()


def _digest(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()


def state_of(key: ApiKey) -> Literal["valid", "revoked", "expired", "user_inactive"]:
    """Whether `key` works now, and why not."""
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at is not None and key.expires_at <= timezone.now():
        return "expired"
    return "valid" if key.user.is_active else "user_inactive"


def _is_valid(key: ApiKey) -> bool:
    return state_of(key) == "valid"


def _note_use(key: ApiKey) -> None:
    # A write for each request would make every reader wait for the one writer of the database.
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _NOTED_EACH)
    if key.last_used_at is None or key.last_used_at < now - _NOTED_EACH:
        with suppress(OperationalError), _unhurried():
            ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)


@contextmanager
def _unhurried() -> Iterator[None]:
    """Gives up at once where somebody else writes: a reader must not wait for a note about itself."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [timeout] = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(timeout)}")
