"""Several processes at one data directory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from watchbell.testing import Product

WRITERS, WRITES = 8, 60
_WRITE = """
import sys
from watchbell.server.boot import boot
boot()
from watchbell.tasks.run_now import run_now
for n in range(int(sys.argv[1])):
    run_now("quick")
"""


@pytest.mark.slow
def test_eight_writers_never_see_a_locked_database(tmp_path: Path) -> None:
    with Product(tmp_path / "data") as product:
        product.task("quick", task_type="command", task_exec="true", task_overlap="allow")
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(lambda _: product.python(_WRITE, str(WRITES)), range(WRITERS // 2)))
            list(pool.map(lambda _: [product.execute("quick") for _ in range(WRITES)], range(WRITERS // 2)))
        wanted = WRITERS * WRITES
        product.until(lambda: product.get("/api/executions/counts")["counts"].get("success", 0) == wanted, 60)
        assert "locked" not in (product.data_dir / "logs/sys.log").read_text()


@pytest.mark.slow
def test_two_schedulers_decide_each_tick_once(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    with Product(tmp_path / "data") as first:
        second = Product(tmp_path / "data")
        second.key = first.key
        second.start()
        program = first.script("note.sh", f'#!/bin/sh\necho "$EXECUTION_ID" >> {ledger}\n')
        for n in range(5):
            first.task(
                f"tick-{n}",
                task_type="shell",
                task_exec=program,
                task_schedule={"every": 1},
                task_overlap="allow",
            )
        time.sleep(5)
        second.kill()
        time.sleep(2)
        for n in range(5):
            first.request("DELETE", f"/api/tasks/tick-{n}")
        items = first.get("/api/executions", limit=200)["items"]
        first.until(lambda: not first.get("/api/executions", status="pending,running")["items"], 10)
    ticks = Counter((item["task_id"], item["scheduled_for"]) for item in items)
    assert len(ticks) >= 25 and set(ticks.values()) == {1}
    assert set(Counter(ledger.read_text().split()).values()) == {1}


def test_a_second_server_on_the_same_port_says_so(tmp_path: Path) -> None:
    with Product(tmp_path / "data") as product:
        again = subprocess.run(
            [sys.executable, "-m", "watchbell", "serve", "--port", str(product.port)],
            env=product._env,
            capture_output=True,
            text=True,
            check=False,
        )
    assert again.returncode != 0 and str(product.port) in again.stderr and "--port" in again.stderr
