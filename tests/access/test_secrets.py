"""Secrets (security 36, 37, 40, 41)."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, MultiFernet
from django.db import connection

from watchbell.access import secrets
from watchbell.access.models import Secret
from watchbell.access.secret_keys import cipher
from watchbell.access.secrets import delete_secret, get_secret, list_secrets, set_secret
from watchbell.errors import ConfigurationError, NotFound, SystemFailure

VALUE = "pässwörd-9f3b7c"


def key_file(data_dir: Path) -> Path:
    return data_dir / "conf/secret.key"


@pytest.fixture(autouse=True)
def _no_memory(db: None) -> None:
    secrets._recent.clear()


def test_a_secret_is_given_back_as_it_was_set() -> None:
    set_secret("jenkins-token", VALUE, user="ada")

    assert get_secret("jenkins-token") == VALUE


def test_the_database_does_not_hold_the_value() -> None:
    set_secret("jenkins-token", VALUE)

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, CAST(ciphertext AS BLOB), updated_by FROM watchbell_secret")
        row = cursor.fetchone()
    assert VALUE.encode() not in bytes(row[1]) and "9f3b7c" not in str(row)


def test_only_the_owner_reads_the_key_file(small_world: Path) -> None:
    set_secret("jenkins-token", VALUE)

    assert key_file(small_world).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key_file(small_world).parent.iterdir()] == ["secret.key"]


def test_processes_that_need_a_key_at_once_agree_on_one(small_world: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [one.encrypt(b"x") for one in pool.map(lambda _: cipher(make=True), range(8))]

    assert {cipher(make=False).decrypt(token) for token in made} == {b"x"}


def test_a_new_value_counts_at_once() -> None:
    set_secret("jenkins-token", "old")
    assert get_secret("jenkins-token") == "old"

    set_secret("jenkins-token", "new")

    assert get_secret("jenkins-token") == "new"


def test_many_readers_cost_one_query(django_assert_num_queries: object) -> None:
    set_secret("jenkins-token", VALUE)

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [get_secret("jenkins-token") for _ in range(50)] == [VALUE] * 50


def test_a_secret_that_does_not_exist_is_named_with_its_field() -> None:
    with pytest.raises(ConfigurationError) as error:
        get_secret("nope", field="task_config.token_secret")

    assert (error.value.code, error.value.field) == ("secret_unknown", "task_config.token_secret")
    assert "watchbell secret set nope" in str(error.value.hint("zh"))


def test_a_deleted_secret_is_gone() -> None:
    set_secret("jenkins-token", VALUE)
    assert get_secret("jenkins-token")

    delete_secret("jenkins-token")

    with pytest.raises(ConfigurationError):
        get_secret("jenkins-token")
    with pytest.raises(NotFound):
        delete_secret("jenkins-token")


def test_the_list_never_loads_a_value() -> None:
    set_secret("b", VALUE)
    set_secret("a", VALUE)

    rows = list(list_secrets())

    assert [row.name for row in rows] == ["a", "b"]
    assert all("ciphertext" in row.get_deferred_fields() for row in rows)


@pytest.mark.parametrize("name", ["", " ", "a b", "../x", "-x", "a" * 65, "密", "a\n", "a/b", "a\0"])
def test_a_name_that_could_be_mistaken_for_something_else_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError):
        set_secret(name, VALUE)
    assert not Secret.objects.exists()


@pytest.mark.parametrize("value", ["", "a\0b", "\udc80", "x" * 65_537])
def test_a_value_that_no_target_can_take_is_refused_without_being_repeated(value: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        set_secret("x", value)
    assert len(str(error.value)) < 200


def test_another_key_file_is_an_error_and_never_a_wrong_value(small_world: Path) -> None:
    set_secret("jenkins-token", VALUE)
    secrets._recent.clear()
    key_file(small_world).write_bytes(Fernet.generate_key())

    for attempt in (lambda: get_secret("jenkins-token"), lambda: set_secret("other", "x")):
        with pytest.raises(SystemFailure) as error:
            attempt()
        assert error.value.code == "secret_key_does_not_fit"


def test_a_missing_key_file_is_not_replaced_while_there_are_secrets(small_world: Path) -> None:
    set_secret("jenkins-token", VALUE)
    secrets._recent.clear()
    key_file(small_world).unlink()

    for attempt in (lambda: get_secret("jenkins-token"), lambda: set_secret("other", "x")):
        with pytest.raises(SystemFailure) as error:
            attempt()
        assert error.value.code == "secret_key_missing"
    assert not key_file(small_world).exists()


def test_after_the_key_was_lost_secrets_can_be_set_anew(small_world: Path) -> None:
    set_secret("jenkins-token", VALUE)
    key_file(small_world).unlink()

    set_secret("jenkins-token", "again")

    assert get_secret("jenkins-token") == "again"


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe", b"a" * 44])
def test_a_damaged_key_file_is_told_with_its_path(small_world: Path, content: bytes) -> None:
    key_file(small_world).parent.mkdir()
    key_file(small_world).write_bytes(content)

    with pytest.raises(SystemFailure) as error:
        set_secret("jenkins-token", VALUE)
    assert error.value.code == "secret_key_unusable" and str(key_file(small_world)) in str(error.value)


def test_an_older_key_in_the_file_still_reads_what_it_encrypted(small_world: Path) -> None:
    set_secret("jenkins-token", VALUE)
    secrets._recent.clear()
    old = key_file(small_world).read_bytes()
    key_file(small_world).write_bytes(Fernet.generate_key() + b"\n" + old)

    assert get_secret("jenkins-token") == VALUE


def test_reading_a_secret_makes_no_key_file(small_world: Path) -> None:
    with pytest.raises(ConfigurationError):
        get_secret("nope")
    assert not os.path.exists(key_file(small_world))


def test_after_a_change_of_the_key_the_old_one_reads_nothing(small_world: Path) -> None:
    set_secret("a", VALUE)
    set_secret("b", "other")
    old = key_file(small_world).read_bytes()

    assert secrets.change_key() == 2

    assert (get_secret("a"), get_secret("b")) == (VALUE, "other")
    assert key_file(small_world).stat().st_mode & 0o777 == 0o600
    assert len(key_file(small_world).read_bytes().split()) == 1
    secrets._recent.clear()
    key_file(small_world).write_bytes(old)
    with pytest.raises(SystemFailure):
        get_secret("a")


@pytest.mark.parametrize("step", ["rotate", "drop_old_keys"])
def test_a_change_of_the_key_that_is_ended_in_the_middle_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    set_secret("a", VALUE)

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(secrets if step == "drop_old_keys" else MultiFernet, step, end)
        with pytest.raises(KeyboardInterrupt):
            secrets.change_key()

    secrets._recent.clear()
    assert get_secret("a") == VALUE
    assert secrets.change_key() == 1 and get_secret("a") == VALUE


def test_with_a_secret_that_cannot_be_read_the_key_stays(small_world: Path) -> None:
    set_secret("a", VALUE)
    Secret.objects.filter(name="a").update(ciphertext=b"damaged")
    before = key_file(small_world).read_bytes()

    with pytest.raises(SystemFailure):
        secrets.change_key()
    assert key_file(small_world).read_bytes() == before
