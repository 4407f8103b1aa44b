"""The first administrator (security 4)."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from watchbell.access.admins import create_administrator
from watchbell.access.first_run import create_first_administrator, setup_token
from watchbell.errors import Conflict, InvalidInput, NotAllowed
from watchbell.server.setup_link import setup_url

PASSWORD = "correct horse battery"


@pytest.mark.django_db
def test_a_new_installation_has_no_user_and_a_link_to_make_the_first() -> None:
    link = setup_url("http://127.0.0.1:8787")

    assert get_user_model().objects.count() == 0
    assert link is not None
    assert link.startswith("http://127.0.0.1:8787/setup?token=")


@pytest.mark.django_db
def test_the_token_stays_the_same_until_it_is_used_and_only_its_owner_can_read_it(data_dir: Path) -> None:
    assert setup_token() == setup_token()
    assert stat.S_IMODE((data_dir / "run" / "setup_token").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_the_token_makes_one_administrator_and_is_worth_nothing_afterwards(data_dir: Path) -> None:
    token = setup_token()
    assert token

    user: Any = create_first_administrator(token, "ada", PASSWORD)

    assert user.is_superuser
    assert user.check_password(PASSWORD)
    assert not (data_dir / "run" / "setup_token").exists()
    assert setup_token() is None
    with pytest.raises(Conflict):
        create_first_administrator(token, "eve", PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_wrong_token_makes_nobody(token: str) -> None:
    setup_token()

    with pytest.raises(NotAllowed):
        create_first_administrator(token, "eve", PASSWORD)
    assert get_user_model().objects.count() == 0


@pytest.mark.django_db
def test_without_a_token_on_the_disk_no_token_is_right() -> None:
    with pytest.raises(NotAllowed):
        create_first_administrator("", "eve", PASSWORD)


@pytest.mark.django_db
def test_a_weak_password_is_refused_with_every_reason_and_the_token_still_works() -> None:
    token = setup_token()
    assert token

    with pytest.raises(InvalidInput) as refused:
        create_first_administrator(token, "not a name!", "password")

    codes = {error.code for error in refused.value.errors}
    assert codes == {"invalid_username", "password_too_short", "password_too_common"}
    assert all(error.message("zh") for error in refused.value.errors)
    assert create_first_administrator(token, "ada", PASSWORD)


@pytest.mark.django_db
def test_a_name_that_is_taken_is_refused() -> None:
    create_administrator("ada", PASSWORD)

    with pytest.raises(Conflict):
        create_administrator("ada", PASSWORD)


@pytest.mark.django_db
def test_a_password_like_the_name_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        create_administrator("adalovelace", "adalovelace1")

    assert refused.value.errors[0].code == "password_too_similar"
