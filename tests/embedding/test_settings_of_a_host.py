"""What `manage.py check` tells about settings with which Watchbell cannot work, or not well."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection

from watchbell import checks, conf
from watchbell.checks import check_host
from watchbell.errors import WatchbellError

_GOOD = {"transaction_mode": "IMMEDIATE"}


@pytest.fixture(autouse=True)
def a_host(settings: Any, data_dir: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = "host.urls"
    settings.WATCHBELL = {}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", _GOOD)


def found() -> set[str]:
    return {str(message.id).removeprefix("watchbell.") for message in check_host()}


def test_ordinary_settings_raise_nothing() -> None:
    assert found() == set()


def test_the_product_itself_is_no_host(settings: Any) -> None:
    settings.ROOT_URLCONF = "watchbell.server.urls"
    settings.USE_TZ = False

    assert found() == set()


def test_times_without_zones_are_refused(settings: Any) -> None:
    settings.USE_TZ = False

    assert found() == {"E001"}


def test_a_database_that_cannot_hold_our_tables_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "mysql")

    [message] = check_host()
    assert (message.id, "mysql" in message.msg) == ("watchbell.E002", True)


def test_djangos_own_settings_of_sqlite_are_warned_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})

    [message] = check_host()
    assert message.id == "watchbell.W001"
    assert "'transaction_mode': 'IMMEDIATE'" in str(message.hint)


@pytest.mark.parametrize("hook", ["resolver", "may"])
@pytest.mark.parametrize("name", ["nowhere.at.all", "tests.embedding.conftest.nothing", "sys.path"])
def test_a_hook_that_cannot_be_used_is_named(settings: Any, hook: str, name: str) -> None:
    settings.WATCHBELL = {hook: name}

    [message] = check_host()
    assert (message.id, name in message.msg) == ("watchbell.E003", True)


def test_a_misspelt_setting_is_named_with_what_it_may_have_meant(settings: Any) -> None:
    settings.WATCHBELL = {"resolvr": "x"}

    [message] = check_host()
    assert message.id == "watchbell.W002"
    assert "resolver" in str(message.hint)


def test_a_setting_with_a_wrong_value_is_refused(settings: Any) -> None:
    settings.WATCHBELL = {"max_running": "many"}
    conf.get_settings.cache_clear()

    assert found() == {"E004"}


def test_a_user_model_that_says_nothing_of_rights_needs_a_hook(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "get_user_model", lambda: AbstractBaseUser)
    assert found() == {"W003"}

    settings.WATCHBELL = {"may": "tests.embedding.test_settings_of_a_host.found"}
    assert found() == set()


def test_without_any_middleware_only_keys_sign_in(settings: Any) -> None:
    settings.MIDDLEWARE = []

    assert found() == {"W004"}


def test_two_projects_are_warned_of_one_data_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WATCHBELL_DATA_DIR")

    assert found() == {"W005"}


def test_a_project_keeps_its_data_beside_itself(
    settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WATCHBELL_DATA_DIR")
    settings.BASE_DIR = tmp_path
    conf.get_settings.cache_clear()

    assert found() == set()
    assert conf.get_settings().data_dir == tmp_path / "watchbell-data"


def test_everything_is_said_in_chinese_too(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBELL_LANGUAGE", "zh")
    settings.USE_TZ = False

    [message] = check_host()
    assert "需要" in message.msg
    assert isinstance(WatchbellError("use_tz_needed").hint("zh"), str)
