"""What `manage.py check` tells a host about its settings, before anything goes wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connection
from django.utils.module_loading import import_string

from watchbell.conf import Settings, get_settings
from watchbell.errors import ConfigurationError, WatchbellError

_HOOKS = ("resolver", "may")
_OF_HOSTS = (*_HOOKS, "sign_in")
_PRODUCT = "watchbell.server.urls"

Make = Callable[..., CheckMessage]


def connect() -> None:
    register(check_host)


def check_host(
    *, app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Errors stop the site with words about their cause; warnings let it start."""
    if getattr(settings, "ROOT_URLCONF", "") == _PRODUCT:
        return []
    return [*_times(), *_database(), *_hooks(), *_names(), *_people(), *_data_dir()]


def _times() -> Iterator[CheckMessage]:
    if not settings.USE_TZ:
        yield _told(Error, "E001", ConfigurationError("use_tz_needed"))


def _database() -> Iterator[CheckMessage]:
    if connection.vendor not in ("sqlite", "postgresql"):
        yield _told(Error, "E002", ConfigurationError("database_unsupported", vendor=connection.vendor))
    options = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor == "sqlite" and options.get("transaction_mode", "").upper() != "IMMEDIATE":
        yield _told(Warning, "W001", ConfigurationError("sqlite_loses_writes"))


def _hooks() -> Iterator[CheckMessage]:
    for hook in _HOOKS:
        name = _given().get(hook)
        try:
            if name and not callable(import_string(name)):
                raise ImportError("it is no function")
        except ImportError as error:
            told = ConfigurationError("cannot_import", name=name, detail=str(error).rstrip("."))
            yield _told(Error, "E003", told)


def _names() -> Iterator[CheckMessage]:
    known = {*Settings.model_fields, *_OF_HOSTS}
    for name in _given().keys() - known:
        close = get_close_matches(name, known, n=2) or sorted(known)
        told = ConfigurationError("unknown_setting", name=name, known=", ".join(close))
        yield _told(Warning, "W002", told)
    try:
        get_settings()
    except WatchbellError as error:
        yield from (_told(Error, "E004", one) for one in getattr(error, "errors", [error]))


def _people() -> Iterator[CheckMessage]:
    user = get_user_model()
    if not _given().get("may") and not (hasattr(user, "is_staff") or hasattr(user, "is_superuser")):
        yield _told(Warning, "W003", ConfigurationError("nobody_may"))
    middleware = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    if not _given().get("resolver") and not any("Auth" in name for name in middleware):
        yield _told(Warning, "W004", ConfigurationError("no_way_in"))


def _data_dir() -> Iterator[CheckMessage]:
    named = "WATCHBELL_DATA_DIR" in os.environ or "data_dir" in _given()
    if not named and not getattr(settings, "BASE_DIR", None):
        path = Settings.model_fields["data_dir"].get_default(call_default_factory=True)
        yield _told(Warning, "W005", ConfigurationError("data_dir_shared", path=str(path)))


def _given() -> dict[str, Any]:
    return getattr(settings, "WATCHBELL", None) or {}


def _told(make: Make, number: str, error: WatchbellError) -> CheckMessage:
    from watchbell.cli.words import language

    return make(error.message(language()), hint=error.hint(language()), id=f"watchbell.{number}")
