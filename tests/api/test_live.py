"""The live connection (security 2 and 27)."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from tests.api.websocket import WebsocketClient
from watchbell.access.keys import create_key, revoke_key
from watchbell.access.models import ApiKey
from watchbell.api import live
from watchbell.executions.events import hub
from watchbell.server.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)
HOST = (b"host", b"testserver")
Connect = Callable[..., Any]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    opened: list[WebsocketClient] = []

    async def open_(*headers: tuple[bytes, bytes]) -> WebsocketClient:
        client = WebsocketClient(application, "/api/live", headers=[HOST, *headers])
        await client.connect()
        opened.append(client)
        return client

    yield open_
    for client in opened:
        if client.accepted and not client.future.done():
            await client.leave()


@pytest.fixture
async def client(connect: Connect, key: str) -> WebsocketClient:
    """A program that listens, with its key."""
    return await connect((b"authorization", f"Bearer {key}".encode()))


async def hello(client: WebsocketClient) -> str:
    greeting = await client.receive()
    assert greeting["type"] == "hello"
    return str(greeting["id"])


async def subscribe(client: WebsocketClient, resume: str | None = None, **topics: Any) -> None:
    await client.send_text(json.dumps({"subscribe": topics, "resume": resume}))
    await asyncio.sleep(0.05)


def execution_event(execution_id: str = "e1", task_id: str = "hello", status: str = "running") -> Any:
    execution = {"execution_id": execution_id, "task_id": task_id, "status": status}
    return {"type": "execution", "execution": execution}


def session_cookie(user: Any) -> tuple[bytes, bytes]:
    browser = Client()
    browser.force_login(user)
    return b"cookie", f"watchbell_session={browser.cookies['watchbell_session'].value}".encode()


async def test_without_signing_in_the_connection_is_closed_with_4401(connect: Connect, db: None) -> None:
    client = await connect()

    assert await client.close_code() == 4401


@pytest.mark.parametrize("path", ["/", "/api/live/", "/api/LIVE", "/api/live/../health", "/api/health"])
async def test_there_is_no_connection_at_any_other_address(path: str, key: str) -> None:
    client = WebsocketClient(application, path, [HOST, (b"x-api-key", key.encode())])

    await client.connect()

    assert not client.accepted


async def test_a_wrong_key_is_closed_with_4401(connect: Connect, db: None) -> None:
    client = await connect((b"authorization", b"Bearer wbk_nonsense"))

    assert await client.close_code() == 4401


async def test_a_browser_session_may_listen(connect: Connect, admin: Any) -> None:
    cookie = await sync_to_async(session_cookie)(admin)

    client = await connect(cookie, (b"origin", b"http://testserver"))

    await hello(client)


@pytest.mark.parametrize(
    "origin",
    [b"https://evil.example", b"null", b"http://testserver.evil.example", b"https://testserver", b"x"],
)
async def test_a_page_of_another_site_cannot_listen(connect: Connect, admin: Any, origin: bytes) -> None:
    cookie = await sync_to_async(session_cookie)(admin)

    assert not (await connect(cookie, (b"origin", origin))).accepted


async def test_a_client_hears_what_it_subscribed_to_from_any_thread(client: WebsocketClient) -> None:
    await hello(client)
    await subscribe(client, executions=["e1"], tasks=["backup"])

    def publish() -> None:
        hub.publish(execution_event("e1"))
        hub.publish(execution_event("e2"))
        hub.publish({"type": "log", "execution_id": "e1", "log_bytes": 5})
        hub.publish({"type": "task", "task_id": "backup"})
        hub.publish({"type": "task", "task_id": "other"})

    thread = threading.Thread(target=publish)
    thread.start()
    thread.join()

    heard = [await client.receive() for _ in range(3)]
    assert [event["type"] for event in heard] == ["execution", "log", "task"]
    assert heard[0]["execution"]["execution_id"] == "e1"
    assert await client.receive_nothing()


async def test_a_client_that_comes_back_hears_what_it_missed(client: WebsocketClient) -> None:
    seen = await hello(client)
    hub.publish(execution_event("e1"))
    hub.publish(execution_event("e2"))

    await subscribe(client, resume=seen, executions="all")

    heard = [await client.receive() for _ in range(2)]
    assert [event["execution"]["execution_id"] for event in heard] == ["e1", "e2"]


@pytest.mark.parametrize("resume", ["0-5", "nonsense", "x" * 90, "-", ""])
async def test_where_the_gap_is_unknown_the_client_is_told_to_read_everything_again(
    client: WebsocketClient, resume: str
) -> None:
    await hello(client)

    await subscribe(client, resume=resume, executions="all")

    assert (await client.receive())["type"] == "reset"


@pytest.mark.parametrize(
    "message",
    [
        "{",
        "[]",
        '{"subscribe": {"executions": "some"}}',
        '{"subscribe": {"users": "all"}}',
        '{"subscribe": {}, "resume": 7}',
        json.dumps({"subscribe": {"executions": ["x" * 101]}}),
        json.dumps({"subscribe": {"executions": ["x"] * 2001}}),
        '{"subscribe": {"executions": ["\\ud800"]}}',
        "[" * 100_000,
        " " * 300_000,
    ],
)
async def test_a_message_that_makes_no_sense_closes_the_connection(
    client: WebsocketClient, message: str
) -> None:
    await hello(client)

    await client.send_text(message)

    assert await client.close_code() == 4400


async def test_bytes_close_the_connection(client: WebsocketClient) -> None:
    await hello(client)

    await client.send_bytes(b"\x00")

    assert await client.close_code() == 4400


@pytest.mark.parametrize(
    ("language", "message", "words"),
    [
        ("en", '{"subscribe": {}, "resume": 7}', "'resume' must be text"),
        ("zh", '{"subscribe": {}, "resume": 7}', "“resume”必须是文本"),
        ("en", "{", "not valid JSON"),
        ("zh", " " * 300_000, "256 KiB"),
    ],
)
async def test_a_connection_that_is_closed_says_why_in_the_language_of_its_client(
    connect: Connect, key: str, language: str, message: str, words: str
) -> None:
    headers = [(b"x-api-key", key.encode()), (b"accept-language", language.encode())]
    client = await connect(*headers)
    await hello(client)

    await client.send_text(message)

    while (closed := await client.receive())["type"] != "websocket.close":
        pass
    assert words in closed["reason"]
    assert len(closed["reason"].encode()) <= 123


async def test_a_client_is_pinged_and_loses_the_connection_with_its_key(
    connect: Connect, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_PING_EVERY", 0.1)
    client = await connect((b"x-api-key", key.encode()))
    await hello(client)
    assert (await client.receive())["type"] == "ping"

    await sync_to_async(lambda: revoke_key(ApiKey.objects.get()))()

    assert await client.close_code() == 4401


async def test_signing_out_ends_the_connection(
    connect: Connect, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_PING_EVERY", 0.1)
    cookie = await sync_to_async(session_cookie)(admin)
    client = await connect(cookie)
    await hello(client)

    from django.contrib.sessions.models import Session

    await sync_to_async(Session.objects.all().delete)()

    assert await client.close_code() == 4401


async def test_one_user_has_only_so_many_connections(
    connect: Connect, admin: Any, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Security 45."""
    monkeypatch.setattr(live, "_MOST_FOR_ONE_USER", 2)
    header = (b"x-api-key", key.encode())
    first, second, third = await connect(header), await connect(header), await connect(header)
    await hello(first)
    await hello(second)
    assert await third.close_code() == 4429

    await first.leave()

    await hello(await connect(header))


async def test_a_client_that_leaves_is_forgotten(connect: Connect, admin: Any) -> None:
    before = len(hub._listeners)
    key = await sync_to_async(create_key)(admin, "leaver")
    client = await connect((b"authorization", f"Bearer {key}".encode()))
    await hello(client)
    assert len(hub._listeners) == before + 1

    await client.leave()

    assert len(hub._listeners) == before
