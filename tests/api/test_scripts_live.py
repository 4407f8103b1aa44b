"""Following a run in the application as the server runs it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from tests.api.test_asgi import request_scope
from watchbell.access.button_keys import create_button_key
from watchbell.access.keys import revoke_key
from watchbell.executions.events import hub
from watchbell.executions.models import Execution
from watchbell.executions.transition import finish, start
from watchbell.kernel.status import Status
from watchbell.scripts.models import Press
from watchbell.server.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)


class Reader:
    """A client of the stream: what it was sent, and how it leaves."""

    def __init__(self, execution_id: str, key: str) -> None:
        self.events: list[Any] = []
        self.status = 0
        self._changed = asyncio.Event()
        self._incoming: asyncio.Queue[Any] = asyncio.Queue()
        self._incoming.put_nowait({"type": "http.request", "body": b"", "more_body": False})
        query = f"execution_id={execution_id}".encode()
        scope = request_scope("GET", "/api/script-task-result/stream", key, query)
        self.request = asyncio.create_task(application(scope, self._incoming.get, self._take))

    async def heard(self, count: int) -> Any:
        async with asyncio.timeout(20):
            while len(self.events) < count:
                await self._changed.wait()
                self._changed.clear()
        return self.events[count - 1]

    def leave(self) -> None:
        self._incoming.put_nowait({"type": "http.disconnect"})

    async def _take(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        body = message.get("body", b"").decode()
        self.events += [json.loads(line[6:]) for line in body.splitlines() if line.startswith("data: ")]
        self._changed.set()


@pytest.fixture
async def row(admin: Any) -> Execution:
    return await sync_to_async(Execution.objects.create)(kind="script", origin="script:x", name="x")


async def test_every_change_is_sent_at_once_and_the_stream_ends_with_the_run(
    row: Execution, key: str
) -> None:
    listeners = len(hub._listeners)
    reader = Reader(row.pk, key)
    assert (await reader.heard(1))["status"] == "pending"

    await sync_to_async(start)(row)
    assert (await reader.heard(2))["status"] == "running"
    await sync_to_async(finish)(row, Status.SUCCESS, result={"n": 1})
    last = await reader.heard(3)

    await asyncio.wait_for(reader.request, 20)
    assert (reader.status, last["ready"], last["result"]) == (200, True, {"n": 1})
    assert len(hub._listeners) == listeners, "nobody listens any more"


async def test_nothing_is_kept_for_a_reader_that_left(row: Execution, key: str) -> None:
    listeners = len(hub._listeners)
    readers = [Reader(row.pk, key) for _ in range(5)]
    for reader in readers:
        await reader.heard(1)
    assert len(hub._listeners) == listeners + 5

    for reader in readers:
        reader.leave()
    await asyncio.wait_for(asyncio.gather(*(reader.request for reader in readers)), 20)

    assert len(hub._listeners) == listeners


async def test_what_another_process_did_is_found_without_an_event(
    row: Execution, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(row.pk, key)
    await reader.heard(1)

    await sync_to_async(Execution.objects.filter(pk=row.pk).update)(status="running")

    assert (await reader.heard(2))["status"] == "running"
    reader.leave()
    await asyncio.wait_for(reader.request, 20)


async def test_a_key_that_is_revoked_hears_no_more(row: Execution, admin: Any) -> None:
    raw, button_key = await sync_to_async(create_button_key)(
        admin, "shop", page_routes=["/x"], origins=["https://shop.example"]
    )
    await sync_to_async(Press.objects.create)(execution=row, page_route="/x", key=button_key)
    reader = Reader(row.pk, raw)
    await reader.heard(1)

    await sync_to_async(revoke_key)(button_key)

    await asyncio.wait_for(reader.request, 20)
    assert len(reader.events) == 1
