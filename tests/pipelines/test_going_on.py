"""Going on where a pipeline failed."""

from __future__ import annotations

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
