"""Lists: 10,000 tasks, and the latest executions with 1,000,000 in the history."""

from __future__ import annotations

import http.client
import sqlite3
import statistics
import time

from bench.tools import product, show
from watchbell.testing import Product

TASKS = 10_000
HISTORY = 1_000_000

_FILL = """
import sys
from datetime import timedelta
from watchbell.server.boot import boot
boot()
from django.utils import timezone
from watchbell.executions.models import Execution
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.store import get_store
tasks, history = map(int, sys.argv[1:])
get_store().save_tasks([TaskDefinition.read({
    "task_id": f"t{n}", "task_name": f"Task {n}", "task_type": "command", "task_exec": "true",
    "task_schedule": f"{n % 60} {n % 24} * * *"}) for n in range(tasks)])
now = timezone.now()
for start in range(0, history, 10_000):
    Execution.objects.bulk_create([Execution(
        origin=f"task:t{n % tasks}", name=f"Task {n % tasks}", status="failed" if n % 50 == 0 else "success",
        started_at=now, completed_at=now + timedelta(seconds=1), final=True)
        for n in range(start, start + 10_000)])
"""


def _latency(server: Product, path: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    times = []
    for _ in range(30):
        began = time.monotonic()
        connection.request("GET", path, headers={"Authorization": f"Bearer {server.key}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, path
        times.append(time.monotonic() - began)
    return statistics.median(times)


def _limit(server: Product) -> float:
    database = sqlite3.connect(server.data_dir / "watchbell.db")
    times = []
    for _ in range(30):
        began = time.monotonic()
        database.execute("SELECT * FROM watchbell_execution ORDER BY execution_id DESC LIMIT 50").fetchall()
        times.append(time.monotonic() - began)
    return statistics.median(times)


def main() -> None:
    with product() as server:
        server.task("first", task_type="command", task_exec="true")
        empty = _latency(server, "/api/executions?limit=50")
        server.python(_FILL, str(TASKS), str(HISTORY))
        health = _latency(server, "/api/health")
        show("an answer that reads nothing (health)", f"{health * 1e3:.1f} ms")
        for name, path in (
            (f"first page of {TASKS:,} tasks", "/api/tasks?limit=50"),
            (f"search in {TASKS:,} tasks", "/api/tasks?limit=50&q=9999"),
            (f"latest 50 of {HISTORY:,} executions", "/api/executions?limit=50"),
            ("latest 50 failed of them", "/api/executions?limit=50&status=failed"),
            ("latest 50 of one task", "/api/tasks/t77/executions?limit=50"),
        ):
            seconds = _latency(server, path)
            limit = _limit(server)
            show(name, f"{seconds * 1e3:.1f} ms", f"{limit * 1e3:.2f} ms")
        show("  the same list with an empty history", f"{empty * 1e3:.1f} ms")
