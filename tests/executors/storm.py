"""Watchbell is killed again and again while many executions run elsewhere."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from watchbell.testing import Product
from watchbell.testing.product import TERMINAL, Refused


@dataclass
class Report:
    """What the storm left. `faults` must be empty."""

    kills: int = 0
    executions: dict[str, str] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def storm(
    product: Product,
    tasks: list[str],
    starts: Callable[[str], int],
    *,
    kills: int,
    expected: bytes,
    seed: int,
    between: tuple[float, float] = (0.0, 1.2),
) -> Report:
    """Runs each of `tasks` once while the server is killed; `starts` tells how often the target started one.

    Each shall succeed with exactly `expected` in its log.
    """
    chance, report = random.Random(seed), Report()
    asking = threading.Thread(target=_ask, args=(product, tasks, report, chance))
    asking.start()
    while report.kills < kills:
        time.sleep(chance.uniform(*between))
        product.kill()
        report.kills += 1
        product.start()
    asking.join()
    for task, execution_id in report.executions.items():
        done = product.finished(execution_id, 90)
        report.statuses[done["status"]] += 1
        log = product.log(execution_id)
        if done["status"] != "success" or log != expected or done["log_bytes"] != len(expected):
            report.faults.append(f"{task}: {done['status']} {done['reason']} {done['error_message']} {log!r}")
        if starts(execution_id) != 1:
            report.faults.append(f"{task}: started {starts(execution_id)} times")
    product.until(lambda: not _rows(product, "SELECT execution_id FROM watchbell_remoterun"), 30)
    known = _rows(product, "SELECT status FROM watchbell_execution")
    report.faults += [f"not ended: {status}" for (status,) in known if status not in TERMINAL]
    if len(known) != len(tasks):
        report.faults.append(f"{len(known)} executions of {len(tasks)}")
    return report


def _ask(product: Product, tasks: list[str], report: Report, chance: random.Random) -> None:
    for task in tasks:
        deadline = time.monotonic() + 60
        while True:
            try:
                answer = product.post(f"/api/tasks/{task}/execute", {}, Idempotency_Key=task)
                break
            except (OSError, ValueError, Refused):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        report.executions[task] = answer["execution_id"]
        time.sleep(chance.uniform(0, 0.4))


def _rows(product: Product, query: str) -> list[Any]:
    database = sqlite3.connect(f"file:{product.data_dir}/watchbell.db?mode=ro", uri=True)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()
