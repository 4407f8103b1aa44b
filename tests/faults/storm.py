"""A storm of `kill -9` over a working product, and the ledger that tells what really started.

`python -m tests.faults.storm --kills 200 --executions 2000 --seed 1` is the whole of it.
"""

from __future__ import annotations

import argparse
import collections
import os
import random
import signal
import sqlite3
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

from watchbell.testing import Product
from watchbell.testing.product import TERMINAL, Refused

TICKING = 4
SETTLE_WITHIN = 10.0  # seconds after the last restart in which everything must have ended
_PROGRAM = """#!/bin/sh
echo "$EXECUTION_ID" >> "$LEDGER"
case $(($$ % 4)) in
  0) setsid sleep 300 & ;;
  1) sleep 0.5 ;;
  2) sleep 0.1 ;;
esac
"""
_QUICK_PROGRAM = """#!/bin/sh
echo "$EXECUTION_ID" >> "$LEDGER"
[ $(($$ % 16)) = 0 ] && setsid sleep 300 &
sleep 0.03
"""


@dataclass
class Report:
    """What the storm left. All but the first three must be empty."""

    kills: collections.Counter[str] = field(default_factory=collections.Counter)
    executions: int = 0
    statuses: collections.Counter[str] = field(default_factory=collections.Counter)
    started_twice: list[str] = field(default_factory=list)
    succeeded_without_starting: list[str] = field(default_factory=list)
    not_ended: list[str] = field(default_factory=list)
    doubled_or_lost_ticks: list[str] = field(default_factory=list)
    requests_not_kept: list[str] = field(default_factory=list)
    orphans: list[int] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[str] | list[int]]:
        return {name: value for name, value in vars(self).items() if isinstance(value, list) and value}


class Storm:
    """Runs tasks by the clock and by request while its parts are killed at random."""

    _settings: ClassVar[dict[str, str]] = {}
    _program = _PROGRAM
    _pause = 0.02

    def __init__(self, data_dir: Path, seed: int) -> None:
        self._random = random.Random(seed)
        self._product = Product(data_dir, WATCHBELL_STOP_GRACE="1", **self._settings)
        self._ledger = data_dir / "ledger"
        self._report = Report()
        self._requested: dict[str, str] = {}
        self._over = threading.Event()
        self._started = threading.Lock()

    def run(self, kills: int, executions: int) -> Report:
        product = self._product.start()
        try:
            self._define_tasks()
            workers = [threading.Thread(target=self._request, args=(n, executions // 4)) for n in range(4)]
            for worker in workers:
                worker.start()
            while sum(self._report.kills.values()) < kills:
                time.sleep(self._random.uniform(0.05, 0.8))
                self._kill()
            for worker in workers:
                worker.join()
            for n in range(TICKING):
                self._insist("DELETE", f"/api/tasks/tick-{n}")
            self._settle()
            self._examine()
        finally:
            self._over.set()
            product.close()
        return self._report

    def _settle(self) -> None:
        time.sleep(SETTLE_WITHIN)

    def _define_tasks(self) -> None:
        program = self._product.script("program.sh", self._program)
        common = {
            "task_type": "shell",
            "task_exec": program,
            "task_env": {"LEDGER": str(self._ledger)},
            "task_overlap": "allow",
            "task_misfire": {"policy": "all", "cap": 1000, "grace": 60},
        }
        self._product.task("asked", **common)
        for n in range(TICKING):
            self._product.task(f"tick-{n}", task_schedule={"every": 1}, **common)

    def _request(self, worker: int, count: int) -> None:
        for n in range(count):
            key = f"{worker}-{n}"
            answer = self._insist("POST", "/api/tasks/asked/execute", {}, Idempotency_Key=key)
            self._requested[key] = answer["execution_id"]
            time.sleep(self._pause)

    def _insist(self, method: str, path: str, *args: object, **headers: str) -> dict[str, str]:
        """Asks again until there is an answer: the server may be down."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return self._product.request(method, path, *args, **headers) or {}
            except Refused as refused:
                if refused.status == 404 and method == "DELETE":
                    return {}
                if refused.status < 500 or time.monotonic() > deadline:
                    raise
            except (OSError, ValueError):
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.05)

    def _kill(self) -> None:
        target = self._random.choices(("server", "launcher", "guard", "both", "all"), (10, 4, 2, 2, 2))[0]
        launcher = self._product.launcher_pids()
        if target in ("launcher", "guard") and len(launcher) < 2:
            return
        self._report.kills[target] += 1
        if target in ("server", "all"):
            self._product.kill()
        if target in ("both", "all"):
            self._signal(*launcher)
        if target == "guard":
            self._signal(launcher[0])
        if target == "launcher":
            self._signal(launcher[-1])
        if target in ("server", "all"):
            self._product.start()

    def _signal(self, *pids: int) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _examine(self) -> None:
        report = self._report
        database = sqlite3.connect(f"file:{self._product.data_dir}/watchbell.db?mode=ro", uri=True)
        rows = database.execute(
            "SELECT execution_id, origin, status, scheduled_for, reason, error_message "
            "FROM watchbell_execution"
        )
        executions = rows.fetchall()
        report.executions = len(executions)
        report.statuses.update(" ".join(filter(None, (row[2], *row[4:]))) for row in executions)
        starts = collections.Counter(self._ledger.read_text().split())
        report.started_twice = [key for key, times in starts.items() if times > 1]
        report.succeeded_without_starting = [
            row[0] for row in executions if row[2] == "success" and not starts[row[0]]
        ]
        report.not_ended = [f"{row[0]} {row[2]}" for row in executions if row[2] not in TERMINAL]
        report.requests_not_kept = [
            key for key, found in self._requested.items() if found not in {row[0] for row in executions}
        ]
        for n in range(TICKING):
            report.doubled_or_lost_ticks += _gaps(
                [row[3] for row in executions if row[1] == f"task:tick-{n}"]
            )
        report.orphans = self._product.programs()


class QuickStorm(Storm):
    """So many programs that end at once, and so few places, that some always wait at the launcher."""

    _settings: ClassVar[dict[str, str]] = {"WATCHBELL_MAX_RUNNING": "3"}
    _program = _QUICK_PROGRAM
    _pause = 0.0

    def _settle(self) -> None:
        """What queued up runs first; what is left of it then is a fault."""
        with suppress(TimeoutError):
            self._product.until(lambda: not self._product.get("/api/status")["queue"]["pending"], 120)
        super()._settle()


def _gaps(ticks: list[str]) -> list[str]:
    """Ticks of a task due each second that are there twice, or not at all."""
    times = sorted(time.mktime(time.strptime(tick[:19], "%Y-%m-%d %H:%M:%S")) for tick in ticks)
    return [f"{a} {b}" for a, b in pairwise(times) if b - a != 1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--executions", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="programs that end at once, in three places")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="watchbell-storm-") as folder:
        storm = (QuickStorm if options.quick else Storm)(Path(folder) / "data", options.seed)
        report = storm.run(options.kills, options.executions)
    print(f"kills {dict(report.kills)}")
    print(f"executions {report.executions}: {dict(report.statuses)}")
    print(f"faults: {report.faults or 'none'}")
    raise SystemExit(bool(report.faults))


if __name__ == "__main__":
    main()
