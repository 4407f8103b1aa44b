"""Names and passwords (security 7 and 8)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.test import RequestFactory

from watchbell.access.attempts import Attempts
from watchbell.access.sign_in import check_password
from watchbell.errors import NotAuthenticated, TooManyRequests

PASSWORD = "correct horse battery"


def request_from(address: str) -> Any:
    return RequestFactory().post("/", REMOTE_ADDR=address)


def test_the_right_password_gives_the_user(user: Any) -> None:
    assert check_password(request_from("10.0.0.1"), "ada", PASSWORD) == user


def test_a_failure_never_says_whether_the_name_or_the_password_was_wrong(user: Any) -> None:
    with pytest.raises(NotAuthenticated) as wrong_password:
        check_password(request_from("10.0.0.1"), "ada", "nonsense")
    with pytest.raises(NotAuthenticated) as wrong_name:
        check_password(request_from("10.0.0.1"), "nobody", PASSWORD)

    assert str(wrong_password.value) == str(wrong_name.value)


def test_a_user_who_was_switched_off_looks_like_a_wrong_password(user: Any) -> None:
    user.is_active = False
    user.save()

    with pytest.raises(NotAuthenticated):
        check_password(request_from("10.0.0.1"), "ada", PASSWORD)


def test_guessing_one_account_from_many_addresses_is_stopped(user: Any) -> None:
    for number in range(10):
        with pytest.raises(NotAuthenticated):
            check_password(request_from(f"10.0.0.{number}"), "ada", f"guess {number}")

    with pytest.raises(TooManyRequests) as refused:
        check_password(request_from("10.0.1.1"), "ADA", PASSWORD)
    assert 0 < refused.value.values["retry_after"] <= 300


def test_guessing_many_accounts_from_one_address_is_stopped(user: Any) -> None:
    for number in range(50):
        with pytest.raises(NotAuthenticated):
            check_password(request_from("10.0.0.1"), f"user{number}", "guess")

    with pytest.raises(TooManyRequests):
        check_password(request_from("10.0.0.1"), "ada", PASSWORD)
    assert check_password(request_from("10.0.0.2"), "ada", PASSWORD)


def test_signing_in_clears_the_count_so_that_typos_do_not_add_up(user: Any) -> None:
    for _ in range(3):
        for _ in range(9):
            with pytest.raises(NotAuthenticated):
                check_password(request_from("10.0.0.1"), "ada", "typo")
        check_password(request_from("10.0.0.1"), "ada", PASSWORD)


def test_attempts_are_allowed_again_when_the_time_is_over() -> None:
    now = 0.0
    attempts = Attempts(limit=2, seconds=60, clock=lambda: now)
    attempts.take("ada")
    attempts.take("ada")
    with pytest.raises(TooManyRequests) as refused:
        attempts.take("ada")

    now = 60.0
    attempts.take("ada")
    assert refused.value.values["retry_after"] == 60


def test_guesses_at_the_same_instant_all_count() -> None:
    attempts = Attempts(limit=10, seconds=60)
    allowed: list[bool] = []

    def guess() -> None:
        try:
            attempts.take("ada")
            allowed.append(True)
        except TooManyRequests:
            pass

    threads = [threading.Thread(target=guess) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == 10


def test_the_memory_of_attempts_is_bounded() -> None:
    attempts = Attempts(limit=1, seconds=60)

    for number in range(20_000):
        attempts.take(f"10.{number}")

    assert len(attempts._taken) <= 10_000
