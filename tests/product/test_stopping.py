"""TERM while people look on: what they hold open ends by itself, and the stop is clean."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from watchbell.testing import Product


@pytest.fixture
def execution_id(fresh_product: Product) -> str:
    """A program that runs for longer than the test."""
    fresh_product.task("long", task_type="command", task_exec="sleep", task_config={"args": ["60"]})
    running = fresh_product.execute("long")
    fresh_product.running(running)
    return running


def test_a_stream_that_is_open_ends_with_the_server(fresh_product: Product, execution_id: str) -> None:
    path = f"/api/script-task-result/stream?task_id={execution_id}"
    request = urllib.request.Request(
        fresh_product.base + path, headers={"Authorization": f"Bearer {fresh_product.key}"}
    )
    with urllib.request.urlopen(request, timeout=30) as stream:
        assert stream.readline().startswith(b"data: ")
        fresh_product.stop()
        stream.read()
    _was_clean(fresh_product)


def test_a_live_connection_ends_with_the_server(fresh_product: Product) -> None:
    address = fresh_product.base.replace("http", "ws", 1) + "/api/live"
    with connect(address, additional_headers={"X-API-Key": fresh_product.key}) as live:
        assert "hello" in str(live.recv())
        fresh_product.stop()
        with pytest.raises(ConnectionClosed):
            live.recv(timeout=10)
    _was_clean(fresh_product)


def test_a_request_that_waits_for_an_end_is_answered_as_things_stand(fresh_product: Product) -> None:
    answers: list[dict[str, Any]] = []
    fresh_product.task("long", task_type="command", task_exec="sleep", task_config={"args": ["60"]})
    waiting = _in_background(lambda: answers.append(fresh_product.post("/api/tasks/long/execute?wait=60")))
    fresh_product.until(lambda: fresh_product.get("/api/tasks/long/status")["status"] == "running", 30)
    fresh_product.stop()
    waiting.join(timeout=10)
    assert [answer["status"] for answer in answers] == ["running"]
    _was_clean(fresh_product)


def test_an_engine_that_hangs_does_not_hold_up_the_end(fresh_product: Product) -> None:
    fresh_product.stop()
    hangs = (
        "import sys, time; from watchbell.server.boot import boot; boot()\n"
        "from watchbell.server.engine import Engine; Engine.close = lambda self: time.sleep(600)\n"
        "from watchbell.cli import main; main(['serve', '--port', sys.argv[1]])"
    )
    process = subprocess.Popen([sys.executable, "-c", hangs, str(fresh_product.port)], env=fresh_product._env)
    fresh_product.until(fresh_product._healthy, 60)
    process.terminate()
    assert process.wait(timeout=60) == -signal.SIGALRM


def _in_background(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _was_clean(product: Product) -> None:
    lines = (product.data_dir / "logs" / "sys.log").read_text().splitlines()
    assert "engine stopped" in lines[-1]
    assert not [line for line in lines if " ERROR " in line]
