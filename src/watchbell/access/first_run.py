"""The one-time token with which whoever started Watchbell makes the first administrator."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from watchbell.access.admins import administrator_exists, create_administrator
from watchbell.conf import data_path
from watchbell.errors import Conflict, NotAllowed


def setup_token() -> str | None:
    """The token, made when there is none yet; None once there is an administrator."""
    if administrator_exists():
        _path().unlink(missing_ok=True)
        return None
    return _kept_token() or _new_token()


def create_first_administrator(token: str, username: str, password: str) -> User:
    """The first administrator, in exchange for the token, which is worth nothing afterwards.

    Raises Conflict where there is one already, NotAllowed for a wrong token, InvalidInput.
    """
    with transaction.atomic():
        if administrator_exists():
            raise Conflict("setup_done")
        kept = _kept_token()
        if kept is None or not hmac.compare_digest(kept.encode(), token.encode()):
            raise NotAllowed("wrong_setup_token")
        user = create_administrator(username, password)
    _path().unlink(missing_ok=True)
    return user


def _path() -> Path:
    return data_path("run", "setup_token")


def _kept_token() -> str | None:
    try:
        return _path().read_text() or None
    except FileNotFoundError:
        return None


def _new_token() -> str:
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    token = secrets.token_urlsafe(32)
    draft = path.with_name(f".setup_token.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(token)
    draft.rename(path)
    return token
