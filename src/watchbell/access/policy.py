"""The single place that decides who may do what."""

from __future__ import annotations

from typing import Literal

from django.contrib.auth.models import AnonymousUser, User

Action = Literal[
    "session.end",
    "system.read",
    "tasks.read",
    "tasks.write",
    "tasks.run",
    "executions.read",
    "executions.stop",
    "executions.run",
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
    "secrets.read",
    "secrets.write",
]


def allowed(user: User | AnonymousUser, action: Action) -> bool:
    """Whether `user` may do `action`. Today every active user who is signed in may do everything."""
    return user.is_authenticated and user.is_active
