"""What another process asks for is seen though its wake-up was lost."""

from __future__ import annotations

import json

from watchbell.testing import Product


def test_what_another_process_starts_runs_though_its_wake_up_was_lost(fresh_product: Product) -> None:
    product = fresh_product
    product.task("t", task_type="command", task_exec="true")
    (product.data_dir / "run" / "wake.sock").unlink()
    started = product.cli("run", "t")
    assert product.finished(started.stdout.strip(), 60)["status"] == "success"


def test_what_another_process_schedules_becomes_due_though_its_wake_up_was_lost(
    fresh_product: Product,
) -> None:
    product = fresh_product
    (product.data_dir / "run" / "wake.sock").unlink()
    task = {"task_id": "t", "task_type": "command", "task_exec": "true", "task_schedule": {"every": 1}}
    assert product.cli("import", "-", stdin=json.dumps({"tasks": [task]})).returncode == 0
    product.until(lambda: product.get("/api/executions", task_id="t")["items"], 60)
