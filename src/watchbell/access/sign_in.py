"""Signing in with a name and a password, at a pace that makes guessing hopeless."""

from __future__ import annotations

import threading

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest

from watchbell.access.attempts import Attempts
from watchbell.errors import NotAuthenticated

# An attempt is counted before the password is checked, so that parallel guesses count too.
attempts_of_account = Attempts(limit=10, seconds=300)
attempts_of_address = Attempts(limit=50, seconds=300)
# One check takes 100 MB and a tenth of a second: a flood of them must not take the machine.
_checks = threading.BoundedSemaphore(4)


def check_password(request: HttpRequest, username: str, password: str) -> User:
    """The user with this name and password.

    Raises NotAuthenticated, which never says which of the two was wrong, and TooManyRequests.
    """
    address = request.META.get("REMOTE_ADDR") or ""
    attempts_of_address.take(address)
    attempts_of_account.take(username.casefold())
    with _checks:
        user = authenticate(request, username=username, password=password)
    if user is None:
        raise NotAuthenticated("invalid_credentials")
    attempts_of_account.forget(username.casefold())
    attempts_of_address.forget(address)
    return user
