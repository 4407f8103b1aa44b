"""The application as the server runs it."""

from __future__ import annotations

import asyncio
import threading
import time
import warnings
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from watchbell.access.keys import create_key
from watchbell.executions.events import hub
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.executions.transition import finish, start
from watchbell.kernel.status import Status
from watchbell.server.asgi import application
from watchbell.server.headers import headers_of_file

pytestmark = pytest.mark.django_db(transaction=True)
TASK = {"task_id": "hello", "task_name": "Hello", "task_type": "command", "task_exec": "true"}


@pytest.fixture
async def http(admin: Any) -> AsyncIterator[httpx.AsyncClient]:
    key = await sync_to_async(create_key)(admin, "asgi")
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://testserver", headers=headers
    ) as client:
        yield client


def end_soon(seconds: float, execution_id: str = "") -> threading.Thread:
    """Ends an execution from another thread, as the dispatcher does."""

    def end() -> None:
        time.sleep(seconds)
        row = Execution.objects.get()
        start(row)
        finish(row, Status.SUCCESS, return_code=0)
        connection.close()

    thread = threading.Thread(target=end)
    thread.start()
    return thread


async def test_who_waits_is_answered_as_soon_as_it_has_ended(http: httpx.AsyncClient) -> None:
    await http.post("/api/tasks", json=TASK)
    listeners = len(hub._listeners)
    thread = end_soon(0.5)
    began = time.monotonic()

    response = await http.post("/api/tasks/hello/execute?wait=30")

    thread.join()
    assert response.status_code == 200, response.text
    assert response.json()["status"] == "success"
    assert time.monotonic() - began < 10
    assert len(hub._listeners) == listeners, "nobody listens any more"


async def test_others_are_served_while_somebody_waits(http: httpx.AsyncClient) -> None:
    await http.post("/api/tasks", json={**TASK, "task_overlap": "allow"})

    waiting = []
    for _ in range(20):
        waiting.append(asyncio.create_task(http.post("/api/tasks/hello/execute?wait=6")))
        await asyncio.sleep(0.05)
    response = await http.get("/api/health")

    assert response.status_code == 200
    assert not any(task.done() for task in waiting)
    assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [202] * 20


async def test_a_log_is_downloaded_piece_by_piece(http: httpx.AsyncClient) -> None:
    row = await sync_to_async(Execution.objects.create)(origin="task:hello", status="success")
    paths = log_store().paths(row.pk)
    paths.log.parent.mkdir(parents=True)
    data = bytes(range(256)) * 20_000
    paths.log.write_bytes(data)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        response = await http.get(f"/api/executions/{row.pk}/logs/download")

    assert response.content == data
    assert response.headers["content-type"] == "text/plain"


async def test_a_body_over_the_limit_is_refused_before_it_is_kept(
    http: httpx.AsyncClient, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 10_000

    announced = await http.post("/api/auth/login", content=b"x" * 200_000)
    streamed = await http.post("/api/auth/login", content=endless())

    for response in (announced, streamed):
        assert response.status_code == 413
        assert response.json()["error"]["code"] == "body_too_large"


async def test_a_body_sent_in_chunks_is_read_whole(http: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for part in (b'{"expression":', b' "0 3 * * *"', b"}"):
            yield part

    response = await http.post("/api/schedule/preview", content=chunks())

    assert response.status_code == 200, response.text


async def test_every_answer_carries_the_security_headers(http: httpx.AsyncClient) -> None:
    """Security 25."""
    for path in ("/", "/api/health", "/api/nothing", "/tasks/hello/view", "/static/nothing.js"):
        headers = (await http.get(path)).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"


def test_only_the_files_of_page_buttons_may_be_loaded_by_pages_of_other_sites() -> None:
    for name in ("watchbell-buttons.js", "watchbell-vue.js"):
        headers = headers_of_file(f"/static/watchbell/{name}")
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["X-Content-Type-Options"] == "nosniff"
    for name in ("index.html", "theme.js", "assets/watchbell-buttons.js.map"):
        headers = headers_of_file(f"/static/watchbell/{name}")
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/tasks",
        "/tasks/new",
        "/tasks/a/edit",
        "/tasks/a/logs",
        "/executions/x",
        "/login",
        "/setup?token=x",
    ],
)
async def test_every_page_is_the_one_page(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: str
) -> None:
    folder = tmp_path / "static" / "watchbell"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>the page")
    monkeypatch.setattr("watchbell.server.pages.files", lambda _: tmp_path)

    response = await http.get(path)

    assert response.text == "<!doctype html>the page"
    assert response.headers["cache-control"] == "no-cache"


async def test_without_the_built_web_the_page_says_how_to_build_it(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("watchbell.server.pages.files", lambda _: tmp_path)

    response = await http.get("/")

    assert response.status_code == 503
    assert "make setup" in response.text
    assert response.headers["content-type"].startswith("text/plain")


async def test_a_name_the_server_does_not_answer_to_is_refused(http: httpx.AsyncClient) -> None:
    response = await http.get("/api/health", headers={"Host": "evil.example"})

    assert response.status_code == 400
    error = response.json()["error"]
    assert error["code"] == "host_not_allowed"
    assert "evil.example" in error["message"]
    assert "WATCHBELL_ALLOWED_HOSTS" in error["hint"]


async def test_a_missing_static_file_is_not_the_page(http: httpx.AsyncClient) -> None:
    response = await http.get("/static/watchbell/gone.js")

    assert response.status_code == 404
    assert "html" not in response.headers["content-type"]


async def test_a_download_nobody_reads_holds_up_nobody(http: httpx.AsyncClient, key: str) -> None:
    row = await sync_to_async(Execution.objects.create)(origin="task:hello", status="success")
    paths = log_store().paths(row.pk)
    paths.log.parent.mkdir(parents=True)
    paths.log.write_bytes(b"x" * 5_000_000)
    stuck = [asyncio.create_task(download_and_never_read(row.pk, key)) for _ in range(30)]
    await asyncio.sleep(0.5)

    response = await asyncio.wait_for(http.get("/api/executions"), 5)

    assert response.status_code == 200
    for task in stuck:
        task.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)


async def download_and_never_read(execution_id: str, key: str) -> None:
    path = f"/api/executions/{execution_id}/logs/download"
    sent: asyncio.Queue[Any] = asyncio.Queue()
    sent.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def send(message: Any) -> None:
        await asyncio.sleep(3600)

    await application(request_scope("GET", path, key), sent.get, send)


def request_scope(method: str, path: str, key: str, query: bytes = b"") -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [(b"host", b"testserver"), (b"x-api-key", key.encode())],
        "scheme": "http",
        "http_version": "1.1",
    }


async def test_nobody_goes_on_waiting_for_a_client_that_left(
    http: httpx.AsyncClient, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchbell.api.waiting._LOOK_EVERY", 0.1)
    await http.post("/api/tasks", json=TASK)
    listeners = len(hub._listeners)
    incoming: asyncio.Queue[Any] = asyncio.Queue()
    incoming.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def send(message: Any) -> None:
        pass

    scope = request_scope("POST", "/api/tasks/hello/execute", key, b"wait=3000")
    request = asyncio.create_task(application(scope, incoming.get, send))
    await asyncio.sleep(0.5)
    assert len(hub._listeners) == listeners + 1

    incoming.put_nowait({"type": "http.disconnect"})
    await asyncio.wait_for(request, 5)

    assert len(hub._listeners) == listeners
