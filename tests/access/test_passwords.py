"""Another password, from the terminal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from watchbell.access.admins import change_password
from watchbell.access.keys import create_key, valid_key
from watchbell.errors import InvalidInput, NotFound


def test_a_new_password_ends_the_sessions_of_its_user_and_leaves_their_keys(user: Any) -> None:
    raw = create_key(user, "deploy")
    browser = Client()
    browser.force_login(user)
    assert browser.get("/api/auth/session").json()["user"]

    change_password("ada", "another long password")

    assert browser.get("/api/auth/session").json()["user"] is None
    user.refresh_from_db()
    assert user.check_password("another long password")
    assert valid_key(raw)


def test_a_weak_password_and_an_unknown_user_are_refused(user: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        change_password("ada", "short")
    assert refused.value.code == "password_too_short"
    with pytest.raises(NotFound):
        change_password("bob", "another long password")
