"""A storm of `kill -9` over pipelines: each ends once, and no step runs twice.

`python -m tests.faults.pipeline_storm --kills 100 --executions 400 --seed 1` is the whole of it.
"""

from __future__ import annotations

import argparse
import collections
import json
import sqlite3
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.storm import Report, Storm
from watchbell.kernel.rollup import end_of, outcome_of, together
from watchbell.testing.product import TERMINAL

RETRIES = 2
_PROGRAM = """#!/bin/sh
echo "$EXECUTION_ID" >> "$LEDGER"
case $1 in
  slow) sleep 0.4 ;;
  flaky) [ $(($$ % 2)) = 0 ] && exit 1 ;;
  list) echo '{"list": [1, 2, 3]}' ;;
esac
exit 0
"""


@dataclass
class PipelineReport(Report):
    """Beside what every storm looks at: rows that a pipeline lacks or has twice, ends that do not fit."""

    wrong_rows: list[str] = field(default_factory=list)
    wrong_ends: list[str] = field(default_factory=list)
    pipelines: collections.Counter[str] = field(default_factory=collections.Counter)


class PipelineStorm(Storm):
    """Runs pipelines by request while the parts of the product are killed at random."""

    _pause = 0.05

    def __init__(self, data_dir: Path, seed: int) -> None:
        super().__init__(data_dir, seed)
        self._report: PipelineReport = PipelineReport()

    def _define_tasks(self) -> None:
        program = self._product.script("step.sh", _PROGRAM)

        def step(id: str, how: str, *needs: str, **more: Any) -> dict[str, Any]:
            env = {"LEDGER": str(self._ledger)}
            config = {"args": [how]}
            run = {"type": "shell", "program": program, "config": config, "env": env}
            return {"id": id, **run, "needs": list(needs), **more}

        inner = [step("one", "fast"), step("two", "slow", "one")]
        self._define("inner", inner)
        each = {"from": "steps.list.result.list"}
        retry = {"count": RETRIES, "interval": 0.1}
        outer = [
            step("list", "list"),
            step("each", "slow", "list", matrix=each),
            step("flaky", "flaky", "list", retry=retry),
            {"id": "nested", "type": "task", "task_id": "inner", "needs": ["list"]},
            step("never", "fast", "list", **{"if": {"value": 1, "equals": 2}}),
            step("join", "fast", "each", "flaky", "nested"),
            step("clean", "fast", "join", when="always"),
        ]
        self._define("asked", outer)

    def _define(self, task_id: str, steps: list[dict[str, Any]]) -> None:
        self._product.task(
            task_id,
            task_type="pipeline",
            task_config={"steps": steps, "max_parallel": 4},
            task_overlap="allow",
        )

    def _examine(self) -> None:
        self._wait_for_the_end()
        report = self._report
        database = sqlite3.connect(f"file:{self._product.data_dir}/watchbell.db?mode=ro", uri=True)
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute(_ROWS)]
        starts = collections.Counter(self._ledger.read_text().split())
        known = {row["execution_id"] for row in rows}
        report.executions = len(rows)
        report.statuses.update(row["status"] for row in rows)
        report.started_twice = [key for key, times in starts.items() if times > 1]
        report.not_ended = [f"{r['origin']} {r['status']}" for r in rows if r["status"] not in TERMINAL]
        report.requests_not_kept = [key for key, one in self._requested.items() if one not in known]
        report.succeeded_without_starting = [
            row["execution_id"]
            for row in rows
            if row["runner"] == "launcher" and row["status"] == "success" and not starts[row["execution_id"]]
        ]
        for row in rows:
            if row["runner"] == "pipeline" and row["status"] != "skipped":
                self._examine_pipeline(row, [one for one in rows if one["parent_id"] == row["execution_id"]])
        report.orphans = self._product.programs()

    def _wait_for_the_end(self) -> None:
        deadline = time.monotonic() + 60
        path = "/api/executions?status=pending,running"
        while time.monotonic() < deadline and self._insist("GET", path)["items"]:
            time.sleep(0.2)

    def _examine_pipeline(self, pipeline: dict[str, Any], rows: list[dict[str, Any]]) -> None:
        self._report.pipelines[pipeline["status"]] += 1
        name = f"{pipeline['origin']} {pipeline['execution_id']}"
        attempts: dict[str, list[int]] = collections.defaultdict(list)
        latest: dict[str, dict[str, Any]] = {}
        for row in sorted(rows, key=lambda row: row["attempt"]):
            key = row["origin"].rpartition("/")[2]
            attempts[key].append(row["attempt"])
            latest[key] = row
        for key, numbers in attempts.items():
            most = RETRIES + 1 if key == "flaky" else 1
            if numbers != list(range(1, len(numbers) + 1)) or len(numbers) > most:
                self._report.wrong_rows.append(f"{name} {key} {numbers}")
        steps = json.loads(pipeline["body"])["config"]["steps"]
        found = {key.partition("[")[0] for key in latest}
        if found != {step["id"] for step in steps}:
            self._report.wrong_rows.append(f"{name} has {sorted(found)}")
        elif pipeline["status"] in TERMINAL:
            self._examine_end(name, pipeline, latest)

    def _examine_end(self, name: str, pipeline: dict[str, Any], latest: dict[str, dict[str, Any]]) -> None:
        by_step: dict[str, list[Any]] = collections.defaultdict(list)
        for key, row in latest.items():
            by_step[key.partition("[")[0]].append(outcome_of(row["status"], row["reason"]))
        expected = end_of([together(outcomes) for outcomes in by_step.values()])
        if (pipeline["status"], pipeline["reason"]) != expected:
            self._report.wrong_ends.append(f"{name} {pipeline['status']} instead of {expected}")
        log = self._product.log(pipeline["execution_id"]).decode()
        if "pipeline ended" not in log:
            self._report.wrong_ends.append(f"{name} has no end in its log")


_ROWS = """
SELECT execution_id, origin, status, reason, runner, attempt, parent_id, body
FROM watchbell_execution LEFT JOIN watchbell_definition ON digest = definition_id
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--executions", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="watchbell-storm-") as folder:
        report = PipelineStorm(Path(folder) / "data", options.seed).run(options.kills, options.executions)
    print(f"kills {dict(report.kills)}")
    print(f"pipelines {dict(report.pipelines)}, executions {report.executions}: {dict(report.statuses)}")
    print(f"faults: {report.faults or 'none'}")
    raise SystemExit(bool(report.faults))


if __name__ == "__main__":
    main()
