"""A signed-in caller, and rows to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from watchbell.access import sign_in
from watchbell.access.keys import create_key
from watchbell.executions import health, spec
from watchbell.executions.models import Execution
from watchbell.kernel.ids import new_id

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def small_world(data_dir: Path) -> Iterator[Path]:
    """A data directory, no memory of earlier sign-ins, and no engine."""
    for attempts in (sign_in.attempts_of_account, sign_in.attempts_of_address):
        attempts._taken.clear()
    spec._known.clear()
    for part in list(health.snapshot()):
        health.forget(part)
    yield data_dir


@pytest.fixture
def admin(db: None) -> Any:
    return get_user_model().objects.create_superuser("ada", password=PASSWORD)


@pytest.fixture
def key(admin: Any) -> str:
    return create_key(admin, "tests")


@pytest.fixture
def api(key: str) -> Client:
    """A program with an API key."""
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody without a key or session."""
    return Client(raise_request_exception=False)


@pytest.fixture
def browser(admin: Any) -> Client:
    """A browser in which Ada is signed in; CSRF counts."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(admin)
    return client


@pytest.fixture
def executions(db: None) -> Callable[..., list[Execution]]:
    def make(count: int, **columns: Any) -> list[Execution]:
        rows = [Execution(**{"origin": "task:hello", "name": "Hello", **columns}) for _ in range(count)]
        return Execution.objects.bulk_create(rows)

    return make


def id_made_at(moment: datetime) -> str:
    """An execution id that was made at `moment`."""
    milliseconds = int(moment.astimezone(UTC).timestamp() * 1000)
    return f"{milliseconds >> 16:08x}-{milliseconds & 0xFFFF:04x}{new_id()[13:]}"
