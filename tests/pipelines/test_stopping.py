"""Stopping pipelines and steps, and pipelines that take too long, with real programs."""

from __future__ import annotations

import time

from tests.pipelines.helpers import (
    OK,
    approval,
    define,
    items,
    run,
    seen,
    sh,
    task,
)
from watchbell.testing import Product


def test_stopping_a_pipeline_reaches_every_step(product: Product) -> None:
    define(product, sh("deep", "sleep 300"), approval("wait"), task_id="inner")
    define(
        product,
        sh("running", "sleep 300"),
        approval("waiting"),
        task("nested", "inner"),
        sh("again", "false", retry={"count": 3, "interval": 300}),
        sh("later", "true", "running", when="always"),
        task_id="outer",
    )
    execution_id = product.execute("outer")
    product.until(lambda: items(product, execution_id)["again"]["attempt"] == 2, 20)
    nested = product.until(lambda: items(product, execution_id)["nested"]["execution_id"], 10)
    product.until(lambda: product.execution(nested)["status"] == "running", 10)
    product.until(lambda: items(product, nested)["deep"]["status"] == "running", 10)
    product.until(lambda: items(product, execution_id)["running"]["status"] == "running", 10)

    product.post(f"/api/executions/{execution_id}/stop")

    done = product.finished(execution_id)
    stopped = ("cancelled", "pipeline_stopped")
    assert (done["status"], done["reason"]) == ("cancelled", "user")
    assert seen(product, execution_id) == {
        **dict.fromkeys(("running", "waiting", "nested", "again"), stopped),
        "later": ("skipped", "pipeline_stopped"),
    }
    assert seen(product, nested) == {"deep": stopped, "wait": stopped}
    assert not product.programs()


def test_a_pipeline_that_takes_too_long_is_ended_with_all_its_steps(product: Product) -> None:
    started = time.monotonic()
    done = run(product, sh("a"), sh("slow", "sleep 300", "a"), sh("b", "true", "slow"), task_timeout=1)

    assert (done["status"], done["reason"]) == ("timeout", "timeout") and time.monotonic() - started < 15
    assert seen(product, done["execution_id"]) == {
        "a": OK,
        "slow": ("cancelled", "pipeline_timeout"),
        "b": ("skipped", "pipeline_timeout"),
    }


def test_stopping_one_step_fails_the_pipeline_and_nothing_else(product: Product) -> None:
    execution_id = product.execute(define(product, sh("a", "sleep 300"), sh("b", "sleep 0.5")))
    product.until(lambda: items(product, execution_id)["a"]["status"] == "running", 10)

    product.post(f"/api/executions/{items(product, execution_id)['a']['execution_id']}/stop")

    done = product.finished(execution_id)
    assert (done["status"], done["reason"]) == ("failed", "step_failed")
    assert seen(product, execution_id) == {"a": ("cancelled", "user"), "b": OK}


def test_stopping_right_after_the_start_leaves_nothing_behind(product: Product) -> None:
    define(product, *(sh(f"s{n}", "sleep 300") for n in range(5)), task_id="quick", task_overlap="allow")
    for n in range(10):
        execution_id = product.execute("quick")
        time.sleep(0.004 * n)
        product.post(f"/api/executions/{execution_id}/stop")
        assert product.finished(execution_id)["status"] == "cancelled"
    assert not product.programs()
    assert not product.get("/api/executions", status="pending,running", kind="step")["items"]
