"""The single place that decides who may do what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.utils.module_loading import import_string

from watchbell.access.button_scope import ButtonScope
from watchbell.access.models import ApiKey
from watchbell.errors import NotAllowed

Action = Literal[
    "session.end",
    "system.read",
    "tasks.read",
    "tasks.write",
    "tasks.run",
    "executions.read",
    "executions.stop",
    "executions.run",
    "executions.approve",
    "logs.read",
    "schedules.preview",
    "live.read",
    "scripts.read",
    "scripts.write",
    "buttons.read",
    "buttons.write",
    "buttons.show",
    "buttons.press",
    "buttons.follow",
    "button_keys.read",
    "button_keys.write",
    "keys.read",
    "keys.write",
    "secrets.read",
    "secrets.write",
]


Subject = Mapping[str, Any]
"""What an action is about: `button_id`, `page_route`, `script`, `task_id`, `execution_id`, `pressed_by`."""

Hook = Callable[[User | AnonymousUser, str, Subject], bool]

_OF_BUTTON_KEYS: frozenset[Action] = frozenset({"buttons.show", "buttons.press", "buttons.follow"})


def allowed(user: User | AnonymousUser, action: Action, subject: Subject | None = None) -> bool:
    """Whether `user` may do `action`: what the host's hook says, else every active user of the staff.

    A host names its hook in its settings, `WATCHBELL = {"may": "host.auth.may"}`; it is called as
    `may(user, action, subject)`: before anything is read, with an empty `subject`, and before a
    button is shown or pressed or its execution followed, with what it is about.
    """
    if not (user.is_authenticated and user.is_active):
        return False
    named = getattr(settings, "WATCHBELL", {}).get("may")
    if named:
        return bool(cast(Hook, import_string(named))(user, action, subject or {}))
    return bool(getattr(user, "is_staff", False) or getattr(user, "is_superuser", False))


def check(user: User | AnonymousUser, action: Action, key: ApiKey | None = None) -> None:
    """Raises NotAllowed where `user`, with `key`, may not do `action`."""
    if ButtonScope.of(key) and action not in _OF_BUTTON_KEYS:
        raise NotAllowed("key_for_buttons_only")
    if not allowed(user, action):
        raise NotAllowed("not_allowed")


def check_page(key: ApiKey | None, page_route: str) -> None:
    """Raises NotAllowed where `key` is a button key of other pages."""
    scope = ButtonScope.of(key)
    if scope and page_route not in scope.page_routes:
        raise NotAllowed("button_of_other_page")


def check_origin(key: ApiKey | None, origin: str | None) -> None:
    """Raises NotAllowed where a page of `origin` uses a button key of other sites; None is no browser."""
    scope = ButtonScope.of(key)
    if scope and origin is not None and origin not in scope.origins:
        raise NotAllowed("origin_not_allowed", origin=origin[:100])
