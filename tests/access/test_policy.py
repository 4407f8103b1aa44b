"""The single place that decides who may do what (security 1 and 15)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from watchbell.access.button_keys import create_button_key, origins_of_valid_keys
from watchbell.access.keys import create_key, revoke_key
from watchbell.access.models import ApiKey
from watchbell.access.policy import allowed, check
from watchbell.errors import NotAllowed

_asked: list[Any] = []


def only_show(user: Any, action: str, subject: Any) -> bool:
    _asked.append((action, dict(subject)))
    return action == "buttons.show"


def test_who_is_of_the_staff_may_do_everything(user: Any) -> None:
    user.is_staff = True

    assert allowed(user, "tasks.write")


def test_somebody_who_only_has_an_account_may_do_nothing(user: Any) -> None:
    """In a host, everybody who signed up has one; a task is a program on the server."""
    assert not allowed(user, "tasks.write")
    assert not allowed(user, "buttons.press")


@pytest.mark.parametrize("hook", ["", "tests.access.test_policy.only_show"])
def test_nobody_unknown_or_switched_off_may_do_anything_whatever_the_hook_says(
    user: Any, settings: Any, hook: str
) -> None:
    settings.WATCHBELL = {"may": hook} if hook else {}
    user.is_active, user.is_staff = False, True

    assert not allowed(user, "buttons.show")
    assert not allowed(AnonymousUser(), "buttons.show")


def test_the_hosts_hook_decides_and_is_told_what_it_is_about(user: Any, settings: Any) -> None:
    settings.WATCHBELL = {"may": "tests.access.test_policy.only_show"}
    user.is_superuser = True
    _asked.clear()

    assert allowed(user, "buttons.show")
    assert not allowed(user, "buttons.press", {"button_id": 7})
    assert _asked == [("buttons.show", {}), ("buttons.press", {"button_id": 7})]


def test_a_button_key_may_less_than_its_user(user: Any) -> None:
    user.is_staff = True
    _, key = create_button_key(user, "shop", page_routes=["/a"], origins=["https://shop.example"])

    check(user, "buttons.press", key)
    with pytest.raises(NotAllowed) as refused:
        check(user, "executions.read", key)
    assert refused.value.code == "key_for_buttons_only"


def test_only_sites_of_keys_that_work_now_are_listed(user: Any) -> None:
    create_key(user, "an ordinary key")
    _, key = create_button_key(user, "shop", page_routes=["/a"], origins=["https://shop.example"])
    assert origins_of_valid_keys() == {"https://shop.example"}

    user.is_active = False
    user.save()
    assert origins_of_valid_keys() == frozenset()

    user.is_active = True
    user.save()
    revoke_key(ApiKey.objects.get(pk=key.pk))
    assert origins_of_valid_keys() == frozenset()
