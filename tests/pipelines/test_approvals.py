"""A step that waits for a person: approved, rejected, decided once, or given up."""

from __future__ import annotations

import time

import pytest

from tests.pipelines.helpers import (
    approval,
    define,
    items,
    run,
    seen,
    sh,
    value,
    waits_for_approval,
)
from watchbell.testing import Product
from watchbell.testing.product import Refused


def test_a_step_waits_until_somebody_approves(product: Product) -> None:
    execution_id = product.execute(
        define(
            product,
            sh("a"),
            approval("ok", "a"),
            sh("b", "echo $WHO", "ok", env={"WHO": value("steps.ok.result.user")}),
        )
    )
    waits_for_approval(product, execution_id)
    assert product.execution(execution_id)["status"] == "running"
    product.until(lambda: product.get("/api/status")["queue"]["running"] == 0, 10)
    assert product.get("/api/status")["queue"]["pending"] == 0  # it holds nothing while it waits

    product.post(f"/api/executions/{execution_id}/approve", {"step": "ok", "comment": "looks good"})

    done = product.finished(execution_id)
    ok = items(product, execution_id)["ok"]
    assert done["status"] == "success"
    assert ok["approval"]["approved"] and ok["approval"]["comment"] == "looks good" and ok["duration"] > 0
    assert product.log(items(product, execution_id)["b"]["execution_id"]) == b"tester\n"


def test_a_rejected_step_fails_and_says_who_and_why(product: Product) -> None:
    execution_id = product.execute(define(product, approval("ok"), sh("b", "true", "ok")))
    waits_for_approval(product, execution_id)

    product.post(f"/api/executions/{execution_id}/reject", {"comment": "not on a Friday"})

    done = product.finished(execution_id)
    assert done["status"] == "failed" and "tester: not on a Friday" in done["error_message"]
    assert seen(product, execution_id) == {
        "ok": ("failed", "rejected"),
        "b": ("skipped", "dependency_failed"),
    }


def test_a_decision_is_made_once_and_only_where_one_is_waited_for(product: Product) -> None:
    execution_id = product.execute(define(product, approval("one"), approval("two"), sh("b", "true", "one")))
    waits_for_approval(product, execution_id)
    own = items(product, execution_id)["two"]["execution_id"]

    with pytest.raises(Refused) as which:
        product.post(f"/api/executions/{execution_id}/approve")
    product.post(f"/api/executions/{own}/approve")
    with pytest.raises(Refused) as twice:
        product.post(f"/api/executions/{own}/reject")
    with pytest.raises(Refused) as nothing:
        product.post(f"/api/executions/{execution_id}/approve", {"step": "b"})
    with pytest.raises(Refused) as unknown:
        product.post(f"/api/executions/{execution_id}/approve", {"step": "won"})
    with pytest.raises(Refused) as over:
        product.post(f"/api/executions/{execution_id}/approve", {"step": "two"})
    product.post(f"/api/executions/{execution_id}/approve", {})

    assert which.value.error["code"] == "approval_which"
    assert {twice.value.status, nothing.value.status, over.value.status} == {409}
    assert nothing.value.error["code"] == "approval_of_no_approval"
    assert over.value.error["code"] == "approval_decided"
    assert (unknown.value.status, unknown.value.error["code"]) == (404, "approval_step_unknown")
    assert unknown.value.error["hint"] == "Steps that wait for a decision: one."
    assert product.finished(execution_id)["status"] == "success"


def test_an_approval_that_nobody_gives_in_time_ends(product: Product) -> None:
    done = run(product, approval("ok", timeout=0.5), sh("b", "true", "ok"))

    assert done["status"] == "failed"
    assert seen(product, done["execution_id"])["ok"] == ("timeout", "timeout")


@pytest.mark.slow
def test_an_approval_that_ran_out_while_nothing_ran_ends_at_the_next_start(fresh_product: Product) -> None:
    product = fresh_product
    define(product, approval("ok", timeout=2))
    execution_id = product.execute("pipe")
    waits_for_approval(product, execution_id)

    product.stop()
    time.sleep(2)
    product.start()

    assert product.finished(execution_id)["status"] == "failed"
    assert seen(product, execution_id) == {"ok": ("timeout", "timeout")}
