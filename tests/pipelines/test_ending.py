"""Approvals, stopping, timeouts, going on where a pipeline failed, and crashes, with real programs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.pipelines.helpers import (
    OK,
    approval,
    define,
    items,
    run,
    seen,
    sh,
    task,
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


def test_going_on_runs_only_what_did_not_succeed(product: Product, tmp_path: Path) -> None:
    flag, ledger = tmp_path / "flag", tmp_path / "ledger"

    def noted(id: str, line: str, *needs: str, **more: object) -> dict[str, object]:
        return sh(id, f"echo {id} >> {ledger}; {line}", *needs, **more)

    define(product, noted("deep", "true"), noted("fails", f"test -e {flag}", "deep"), task_id="inner")
    first = run(
        product,
        noted("make", """echo '{"n": 5}'"""),
        noted(
            "each", f"test -e {flag} || test $N != 1", "make", matrix=[0, 1], env={"N": value("matrix.value")}
        ),
        task("nested", "inner", "make"),
        noted("use", "echo $N", "make", "each", env={"N": value("steps.make.result.n")}),
        noted("clean", "true", "each", when="always"),
        task_id="outer",
    )
    assert first["status"] == "failed"
    before = ledger.read_text().split()
    flag.touch()

    second = product.post(f"/api/executions/{first['execution_id']}/resume")["execution_id"]
    done = product.finished(second)

    found = items(product, second)
    assert (done["status"], done["trigger"], done["retry_of"]) == ("success", "resume", first["execution_id"])
    assert [key for key, one in found.items() if one["reason"] == "reused"] == ["make", "each[0]"]
    assert found["make"]["reused_from"] == items(product, first["execution_id"])["make"]["execution_id"]
    assert seen(product, found["nested"]["execution_id"]) == {"deep": ("success", "reused"), "fails": OK}
    assert sorted(ledger.read_text().split()[len(before) :]) == ["clean", "each", "fails", "use"]
    assert product.log(found["use"]["execution_id"]) == b"5\n"
    assert done["result"]["make"] == {"n": 5}


def test_going_on_keeps_to_the_definition_that_ran(product: Product, tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    product.define("part", task_type="command", task_exec="/bin/sh", task_config={"args": ["-c", "echo old"]})
    first = run(product, sh("a", f"test -e {flag}"), task("b", "part", "a"), task_id="kept")
    product.define("part", task_type="command", task_exec="/bin/sh", task_config={"args": ["-c", "echo new"]})
    define(product, sh("other"), task_id="kept")
    flag.touch()

    second = product.post(f"/api/executions/{first['execution_id']}/resume")["execution_id"]

    assert product.finished(second)["status"] == "success"
    assert product.log(items(product, second)["b"]["execution_id"]) == b"old\n"
    again = product.post(f"/api/executions/{second}/retry")["execution_id"]
    product.finished(again)
    assert list(items(product, again)) == ["other"]


def test_nothing_goes_on_while_another_execution_of_the_pipeline_runs(product: Product) -> None:
    failed = run(product, sh("a", "exit 1"), task_id="busy")["execution_id"]
    running = product.execute(define(product, approval("ok"), task_id="busy"))
    waits_for_approval(product, running)

    with pytest.raises(Refused) as refused:
        product.post(f"/api/executions/{failed}/resume")

    assert (refused.value.status, refused.value.error["code"]) == (409, "pipeline_running")
    assert running in refused.value.error["message"]
    listed = product.get("/api/executions?task_id=busy")["items"]
    assert {one["execution_id"] for one in listed} == {failed, running}
    product.post(f"/api/executions/{running}/reject")


def test_only_a_pipeline_that_did_not_succeed_can_go_on(product: Product) -> None:
    done = run(product, sh("a"), task_id="fine")
    product.define("plain", task_type="command", task_exec="false")
    plain = product.run("plain")

    for execution_id, code in (
        (done["execution_id"], "pipeline_not_resumable"),
        (plain["execution_id"], "not_a_pipeline"),
        (items(product, done["execution_id"])["a"]["execution_id"], "not_a_pipeline"),
    ):
        with pytest.raises(Refused) as refused:
            product.post(f"/api/executions/{execution_id}/resume")
        assert (refused.value.status, refused.value.error["code"]) == (409, code)


def test_a_step_is_not_run_again_by_itself(product: Product) -> None:
    done = run(product, sh("a"), task_id="fine")

    with pytest.raises(Refused) as refused:
        product.post(f"/api/executions/{items(product, done['execution_id'])['a']['execution_id']}/retry")
    assert (refused.value.status, refused.value.error["code"]) == (409, "step_runs_in_pipeline")


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
