"""A signed-in caller, and rows to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.api.tasks import body
from watchbell.access import sign_in
from watchbell.access.keys import create_key
from watchbell.executions import health, spec
from watchbell.executions.models import Execution
from watchbell.kernel.ids import new_id
from watchbell.scripts.models import PageButton, Script, ScriptFolder

PASSWORD = "correct horse battery"
SCRIPT_SCHEMA = {"type": "object", "properties": {"greeting": {"type": "string", "default": "你好！"}}}


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


@pytest.fixture
def script(db: None, tmp_path: Path) -> Script:
    folder = ScriptFolder.objects.create(path=str(tmp_path))
    (tmp_path / "print_test_script.py").write_text("print('{}')")
    return Script.objects.create(
        name="print_test_script",
        description="打印测试脚本",
        folder=folder,
        script_path="print_test_script.py",
        parameters_schema=SCRIPT_SCHEMA,
        digest="0" * 64,
    )


@pytest.fixture
def button(script: Script) -> PageButton:
    return PageButton.objects.create(
        script=script,
        page_route="/scanDevUpdate",
        button_text="运行Print测试",
        button_style={"type": "primary", "size": "default"},
        display_order=1,
    )


def id_made_at(moment: datetime) -> str:
    """An execution id that was made at `moment`."""
    milliseconds = int(moment.astimezone(UTC).timestamp() * 1000)
    return f"{milliseconds >> 16:08x}-{milliseconds & 0xFFFF:04x}{new_id()[13:]}"


@pytest.fixture
def make(api: Client) -> Callable[..., Any]:
    def create(task_id: str = "hello", **fields: Any) -> Any:
        response = api.post("/api/tasks", body(task_id, **fields), content_type="application/json")
        assert response.status_code == 201, response.content
        return response

    return create
