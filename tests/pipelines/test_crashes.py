"""Pipelines when servers are killed, when there are two of them, and with tasks in files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.pipelines.helpers import (
    approval,
    define,
    items,
    run,
    sh,
    task,
    waits_for_approval,
)
from watchbell.testing import Product
from watchbell.testing.product import Refused


@pytest.mark.slow
def test_a_pipeline_goes_on_after_the_server_was_killed(fresh_product: Product) -> None:
    product = fresh_product
    define(product, sh("a", "sleep 1"), approval("ok"), sh("b", "true", "a", "ok"), task_timeout=300)
    execution_id = product.execute("pipe")
    product.until(lambda: items(product, execution_id)["a"]["status"] == "running", 10)
    waits_for_approval(product, execution_id)

    product.kill()
    time.sleep(1.5)
    product.start()

    product.until(lambda: items(product, execution_id)["a"]["status"] == "success", 20)
    product.post(f"/api/executions/{execution_id}/approve")
    assert product.finished(execution_id)["status"] == "success"
    assert len(product.get("/api/executions", parent_id=execution_id)["items"]) == 3


@pytest.mark.slow
def test_two_servers_and_many_commands_carry_pipelines_on_without_doubling_a_step(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    line = f'echo "$EXECUTION_ID" >> {ledger}'
    with Product(tmp_path / "data", WATCHBELL_STOP_GRACE="1") as first:
        second = Product(tmp_path / "data", WATCHBELL_STOP_GRACE="1")
        second.key = first.key
        second.start()
        try:
            wide = sh("wide", line, "start", matrix=list(range(8)))
            steps = [sh("start", line), wide, approval("ok", "start"), sh("end", line, "wide", "ok")]
            define(first, *steps, task_overlap="allow")
            ids = [(first, second)[n % 2].execute("pipe") for n in range(6)]
            for n, execution_id in enumerate(ids):
                waits_for_approval(first, execution_id)
                (second, first)[n % 2].post(f"/api/executions/{execution_id}/approve")
            ended = [first.finished(execution_id, 60) for execution_id in ids]
        finally:
            second.kill()
        assert [one["status"] for one in ended] == ["success"] * 6
        rows = [first.get("/api/executions", parent_id=one, limit=100)["items"] for one in ids]
    assert [len(found) for found in rows] == [11] * 6
    started = ledger.read_text().split()
    assert len(started) == len(set(started)) == 60


@pytest.mark.slow
def test_pipelines_work_with_tasks_in_files(tmp_path: Path) -> None:
    with Product(tmp_path / "data", WATCHBELL_TASK_STORE="json_files") as product:
        define(product, sh("inner"), task_id="inner")
        with pytest.raises(Refused) as refused:
            define(product, task("a", "nobody"), task_id="wrong")
        done = run(product, task("sub", "inner"), sh("b", "true", "sub"))

    assert refused.value.error["field"] == "task_config.steps[0].task_id"
    assert done["status"] == "success"
