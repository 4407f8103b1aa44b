"""API keys (security 11 and 12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from watchbell.access.button_keys import create_button_key
from watchbell.access.keys import create_key, find_key, revoke_key, valid_key
from watchbell.access.models import ApiKey
from watchbell.errors import ConfigurationError, Conflict, NotFound


def user_of_key(raw: str) -> Any:
    key = valid_key(raw)
    return key.user if key else None


def test_a_key_signs_its_user_in(user: Any) -> None:
    assert user_of_key(create_key(user, "deploy")) == user


def test_a_key_has_256_random_bits_and_a_recognisable_start(user: Any) -> None:
    first, second = create_key(user, "one"), create_key(user, "two")

    assert first != second
    assert first.startswith("wbk_")
    assert len(first) == len("wbk_") + 43


def test_the_database_holds_no_key_only_its_hash_and_start(user: Any) -> None:
    raw = create_key(user, "deploy")

    row = ApiKey.objects.values().get()
    assert raw not in str(row)
    assert raw.startswith(row["prefix"])
    assert len(row["prefix"]) < len(raw) / 2


@pytest.mark.parametrize(
    "raw", ["", "wbk_", "wbk_nonsense", "Bearer x", "wbk_" + "é" * 20, "wbk_" + "a" * 10_000]
)
def test_a_key_that_was_never_made_signs_nobody_in(user: Any, raw: str) -> None:
    create_key(user, "deploy")

    assert user_of_key(raw) is None


def test_a_key_with_one_wrong_character_signs_nobody_in(user: Any) -> None:
    raw = create_key(user, "deploy")

    assert user_of_key(raw[:-1] + ("A" if raw[-1] != "A" else "B")) is None


def test_an_expired_key_signs_nobody_in(user: Any) -> None:
    past = timezone.now() - timedelta(seconds=1)

    assert user_of_key(create_key(user, "old", expires_at=past)) is None


def test_a_revoked_key_signs_nobody_in_from_then_on(user: Any) -> None:
    raw = create_key(user, "deploy")

    revoke_key(ApiKey.objects.get())

    assert user_of_key(raw) is None


def test_the_keys_of_a_user_who_was_switched_off_stop_working(user: Any) -> None:
    raw = create_key(user, "deploy")
    user.is_active = False
    user.save()

    assert user_of_key(raw) is None


def test_the_last_use_is_noted_at_most_each_minute(user: Any) -> None:
    raw = create_key(user, "deploy")
    user_of_key(raw)
    noted = ApiKey.objects.get().last_used_at

    with CaptureQueriesContext(connection) as queries:
        user_of_key(raw)

    assert noted is not None
    assert len(queries) == 1, "a second use within a minute only reads"
    assert ApiKey.objects.get().last_used_at == noted


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 101])
def test_a_key_needs_a_name_that_people_can_read(user: Any, name: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        create_key(user, name)
    assert (refused.value.code, refused.value.field) == ("key_name_form", "name")
    with pytest.raises(ConfigurationError):
        create_button_key(user, name, page_routes=["/a"], origins=["https://shop.example"])


def test_two_keys_of_a_user_that_work_have_two_names(user: Any) -> None:
    create_key(user, "deploy")

    with pytest.raises(Conflict) as refused:
        create_key(user, " deploy ")
    assert refused.value.code == "key_name_taken"

    revoke_key(ApiKey.objects.get())
    create_key(user, "deploy")


def test_a_key_is_found_by_its_start_or_the_name_it_works_by(user: Any) -> None:
    revoke_key(find_key(create_key(user, "deploy")[:12]))
    raw = create_key(user, "deploy")

    assert find_key("deploy").prefix == raw[:12] == find_key(raw[:12], "ada").prefix
    with pytest.raises(NotFound):
        find_key("deploy", "bob")
    with pytest.raises(NotFound):
        find_key("wbk_")


def test_a_name_that_several_keys_have_names_none(user: Any) -> None:
    create_key(user, "deploy")
    create_button_key(user, "deploy", page_routes=["/a"], origins=["https://shop.example"])

    with pytest.raises(Conflict) as refused:
        find_key("deploy")
    assert refused.value.code == "key_ambiguous"
