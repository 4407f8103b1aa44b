"""`watchbell token` and `watchbell admin password`, as people type them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import get_user_model

from watchbell.access.keys import valid_key
from watchbell.cli import accounts, main, token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ada(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An administrator in the database of the tests, which is up to date."""
    for module in (accounts, token):
        monkeypatch.setattr(module, "prepare", lambda: None)
    monkeypatch.setattr(sys, "argv", ["watchbell"])
    yield get_user_model().objects.create_superuser("ada", password="correct horse battery")


def watchbell(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(main, words, input=given)


def test_a_key_is_made_listed_and_revoked_in_the_terminal() -> None:
    raw = watchbell("token", "create", "--username", "ada", "--name", "deploy").output.strip()
    assert valid_key(raw)

    [listed] = json.loads(watchbell("token", "list", "--json").output)
    assert (listed["prefix"], listed["name"], listed["state"]) == (raw[:12], "deploy", "valid")
    assert raw not in watchbell("token", "list").output

    revoked = watchbell("token", "revoke", "deploy")
    assert revoked.exit_code == 0 and raw[:12] in revoked.output
    assert valid_key(raw) is None
    assert "revoked" in watchbell("token", "list", "--username", "ada").output
    assert watchbell("token", "list", "--username", "bob").output == ""


def test_a_key_without_a_name_and_a_second_of_the_same_name_are_refused() -> None:
    create = ("token", "create", "--username", "ada", "--name")
    assert watchbell(*create, "").exit_code == 2
    assert watchbell(*create, "deploy").exit_code == 0
    again = watchbell(*create, "deploy")
    assert again.exit_code == 2 and "already" in again.output


def test_a_password_is_changed_from_standard_input() -> None:
    changed = watchbell("admin", "password", "ada", "--password-stdin", given="another long password\n")

    assert changed.exit_code == 0, changed.output
    assert get_user_model().objects.get(username="ada").check_password("another long password")
    assert watchbell("admin", "password", "bob", "--password-stdin", given="x\n").exit_code == 2
