"""What runs elsewhere, when the target, Watchbell or the network between them fails."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

from tests.executors.target import Target
from watchbell.testing import Product


def _define(product: Product, target: Target, task_id: str, command: str, **fields: object) -> str:
    config = {"url": target.url, "args": ["sh", "-c", command]}
    product.define(
        task_id, task_type="dummy_remote", task_config=config, **{"task_overlap": "allow", **fields}
    )
    return task_id


def test_a_start_whose_answer_was_lost_is_found_and_not_repeated(product: Product, target: Target) -> None:
    target.fault = "silent"
    execution_id = product.execute(_define(product, target, "silent", "echo on; sleep 2"))
    product.until(lambda: target.starts[execution_id], 20)
    product.until(lambda: product.execution(execution_id)["progress"], 20)
    told = product.execution(execution_id)
    assert told["status"] == "running" and target.url in told["progress"]["message"]
    target.fault = ""
    done = product.finished(execution_id)
    assert (done["status"], target.starts[execution_id]) == ("success", 1)
    assert done["progress"] is None, "the trouble is over, and what it said is gone"


def test_a_target_that_hangs_does_not_hold_up_the_others(
    product: Product, target: Target, tmp_path: Path
) -> None:
    target.fault = "hangs"
    hanging = [product.execute(_define(product, target, "hangs", "true")) for _ in range(24)]
    product.until(lambda: all(product.execution(one)["progress"] for one in hanging[:16]), 60)
    with Target(tmp_path) as other:
        task_id = _define(product, other, "answers", "echo ok")
        durations = [product.run(task_id, 60)["duration"] for _ in range(5)]
    for one in hanging:
        product.post(f"/api/executions/{one}/stop")
    target.fault = ""
    # A request that hung is served late: what it starts may be through before the stop.
    assert {product.finished(one, 90)["status"] for one in hanging} <= {"cancelled", "success"}
    assert set(target.starts.values()) <= {1}
    assert sorted(durations)[2] < 4, durations  # a try of a hanging target takes 5 s


def test_a_target_that_is_away_is_waited_for(product: Product, target: Target) -> None:
    execution_id = product.execute(_define(product, target, "away", "echo on; sleep 1; echo off"))
    product.until(lambda: product.log(execution_id), 20)
    target.fault = "503"
    product.until(lambda: product.execution(execution_id)["progress"], 20)
    target.fault = ""
    assert product.finished(execution_id)["status"] == "success"
    on, away, back, off = product.log(execution_id).decode().splitlines()
    assert (on, off) == ("on", "off") and f"{target.url} does not answer" in away and "again" in back


def test_cancel_ends_at_once_what_never_reached_its_target(product: Product, target: Target) -> None:
    task_id = _define(product, target, "nowhere", "true")
    product.define(
        task_id, task_type="dummy_remote", task_config={"url": "http://127.0.0.1:9", "args": ["true"]}
    )
    execution_id = product.execute(task_id)
    product.until(lambda: product.execution(execution_id)["progress"], 20)
    product.post(f"/api/executions/{execution_id}/stop")
    done = product.finished(execution_id, 10)
    assert (done["status"], done["survivors"]) == ("cancelled", 0)


def test_a_target_that_refuses_us_fails_the_execution_and_says_why(product: Product, target: Target) -> None:
    target.fault = "403"
    done = product.run(_define(product, target, "refused", "true"))
    assert (done["status"], done["reason"]) == ("failed", "executor_failed") and "403" in done[
        "error_message"
    ]


def test_what_ignores_term_is_ended_by_force_after_the_grace(product: Product, target: Target) -> None:
    target.ignores_term = True
    execution_id = product.execute(_define(product, target, "stubborn", "echo on; sleep 600"))
    product.until(lambda: product.log(execution_id), 20)
    product.post(f"/api/executions/{execution_id}/stop")
    done = product.finished(execution_id)
    assert (done["status"], done["survivors"], target.alive()) == ("cancelled", 0, [])


def test_what_ended_in_time_while_watchbell_was_away_has_not_timed_out(
    fresh_product: Product, target: Target
) -> None:
    product = fresh_product
    execution_id = product.execute(_define(product, target, "in-time", "echo on; sleep 1", task_timeout=3))
    product.until(lambda: product.log(execution_id), 20)
    product.kill()
    time.sleep(4)
    product.start()
    assert product.finished(execution_id)["status"] == "success"


def test_a_retry_of_what_failed_elsewhere_is_a_new_start(product: Product, target: Target) -> None:
    product.run(_define(product, target, "again", "exit 3", task_retry=1, task_retry_interval=0.1))
    product.until(lambda: product.get("/api/executions", task_id="again", status="failed")["items"][1:], 20)
    assert sorted(target.starts.values()) == [1, 1]


def test_of_an_exclusive_task_one_runs_at_a_time(product: Product, target: Target) -> None:
    task_id = _define(product, target, "queued", "sleep 0.5", task_overlap="queue")
    ids = [product.execute(task_id) for _ in range(3)]
    ends = [product.finished(execution_id) for execution_id in ids]
    times = sorted((end["start_time"], end["end_time"]) for end in ends)
    assert all(one[1] <= two[0] for one, two in pairwise(times))
