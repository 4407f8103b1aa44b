from __future__ import annotations

import json
import time

from websockets.sync.client import connect

from tests.executors.target import Target
from watchbell.testing import Product


def test_who_looks_at_a_log_hears_of_new_output_although_the_run_was_quiet_for_long(
    product: Product, target: Target
) -> None:
    config = {"url": target.url, "args": ["sh", "-c", "echo on; sleep 12; echo off; sleep 600"]}
    product.define("live", task_type="dummy_remote", task_config=config, task_overlap="allow")
    execution_id = product.execute("live")
    product.until(lambda: product.log(execution_id), 30)
    headers = {"Authorization": f"Bearer {product.key}"}
    with connect(f"ws://127.0.0.1:{product.port}/api/live", additional_headers=headers) as socket:
        socket.send(json.dumps({"subscribe": {"executions": [execution_id]}}))
        sizes: list[int] = []
        deadline = time.monotonic() + 60
        while 7 not in sizes and time.monotonic() < deadline:
            event = json.loads(socket.recv(timeout=60))
            if event["type"] == "log":
                assert event["execution_id"] == execution_id
                sizes.append(event["log_bytes"])
    product.post(f"/api/executions/{execution_id}/stop")
    assert sizes == [7], "on and off, each with a line end"
    assert product.finished(execution_id, 30)["status"] == "cancelled"
