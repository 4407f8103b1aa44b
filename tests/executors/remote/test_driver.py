"""Who follows what runs elsewhere: one driver at a time, replaced when it is gone; and what it costs."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.executors.remote.conftest import PLUGIN
from tests.executors.target import Target
from watchbell.testing import Product

_TICKS = os.sysconf("SC_CLK_TCK")


def _define(product: Product, target: Target, task_id: str, command: str, **fields: object) -> str:
    config = {"url": target.url, "args": ["sh", "-c", command]}
    product.define(task_id, task_type="dummy_remote", task_config=config, task_overlap="allow", **fields)
    return task_id


def test_of_two_servers_one_follows_and_the_other_takes_over(
    fresh_product: Product, target: Target, tmp_path: Path
) -> None:
    first = fresh_product
    second = Product(tmp_path / "data", WATCHBELL_STOP_GRACE="1", PYTHONPATH=PLUGIN)
    second.key = first.key
    second.start()
    try:
        task_id = _define(first, target, "shared", "echo on; sleep 3; echo off")
        execution_id = second.execute(task_id)
        second.until(lambda: second.log(execution_id), 30)
        first.kill()
        done = second.finished(execution_id, 60)
    finally:
        second.kill()
        first.start()
    assert (done["status"], target.starts[execution_id]) == ("success", 1)
    assert first.log(execution_id) == b"on\noff\n"


def test_what_can_not_run_at_once_waits_its_turn(tmp_path: Path, target: Target) -> None:
    with Product(tmp_path / "few", PYTHONPATH=PLUGIN, WATCHBELL_MAX_REMOTE="2") as product:
        task_id = _define(product, target, "few", "echo on; sleep 1")
        ids = [product.execute(task_id) for _ in range(5)]
        most = 0
        while any(product.execution(one)["status"] in ("pending", "running") for one in ids):
            most = max(most, len(target.alive()))
        assert most == 2 and set(target.starts.values()) == {1}


def test_quiet_runs_cost_little(fresh_product: Product, target: Target) -> None:
    product = fresh_product
    task_id = _define(product, target, "quiet", "echo on; sleep 600")
    ids = [product.execute(task_id) for _ in range(20)]
    product.until(lambda: all(product.log(one) for one in ids), 60)
    assert product.process is not None
    threads = len(os.listdir(f"/proc/{product.process.pid}/task"))
    before, began = _cpu(product.process.pid), time.monotonic()
    time.sleep(4)
    share = (_cpu(product.process.pid) - before) / (time.monotonic() - began)
    for one in ids:
        product.post(f"/api/executions/{one}/stop")
    for one in ids:
        assert product.finished(one, 60)["status"] == "cancelled"
    assert threads < 60 and share < 0.5, (threads, share)


def _cpu(pid: int) -> float:
    """Seconds of processor time."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
