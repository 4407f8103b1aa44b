"""`watchbell pipeline`, and the pipeline among the examples."""

from __future__ import annotations

import json
from pathlib import Path

from tests.pipelines.helpers import approval, define, items, sh, waits_for_approval
from watchbell.testing import Product

EXAMPLE = Path(__file__).parents[2] / "examples/pipelines/release.yaml"


def test_the_example_is_checked_imported_and_runs_to_its_end(product: Product) -> None:
    checked = product.cli("pipeline", "check", str(EXAMPLE))
    imported = product.cli("import", str(EXAMPLE))
    assert (checked.returncode, imported.returncode) == (0, 0), checked.stderr + imported.stderr

    execution_id = product.execute("release", version="2.1")
    waits_for_approval(product, execution_id)
    listed = product.cli("pipeline", "steps", execution_id)
    approved = product.cli("pipeline", "approve", execution_id, "-m", "fine")

    done = product.finished(execution_id)
    report = items(product, execution_id)["report"]
    assert approved.returncode == 0, approved.stderr
    assert "approve  (approval)" in listed.stdout and "success    test[1]" in listed.stdout
    assert done["status"] == "success"
    assert json.loads(product.log(report["execution_id"])) == {
        "version": "2.1",
        "tests": "success",
        "deployed": "success",
    }


def test_without_the_deployment_the_example_still_reports(product: Product) -> None:
    product.cli("import", str(EXAMPLE))

    done = product.run("release", deploy=False)

    assert done["status"] == "success"
    assert items(product, done["execution_id"])["deploy"]["reason"] == "dependency_skipped"
    assert done["result"]["report"]["deployed"] == "skipped"


def test_a_wrong_file_is_told_line_by_line(product: Product, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("steps:\n  - id: a\n    type: command\n    program: true\n    needs: [b]\n")

    checked = product.cli("pipeline", "check", str(file))
    as_json = product.cli("pipeline", "check", str(file), "--json")

    assert checked.returncode == 2 and "steps[0].needs[0]" in checked.stderr
    problems = [json.loads(line)["error"] for line in as_json.stderr.splitlines()]
    assert {(one["field"], one["code"]) for one in problems} == {
        ("steps[0].needs[0]", "pipeline_step_unknown"),
        ("steps[0].program", "field_not_text"),
    }


def test_rejecting_and_going_on_from_the_command_line(product: Product) -> None:
    execution_id = product.execute(define(product, sh("a"), approval("ok", "a"), task_id="told"))
    waits_for_approval(product, execution_id)

    assert product.cli("pipeline", "reject", execution_id, "ok").returncode == 0
    assert product.finished(execution_id)["status"] == "failed"
    resumed = product.cli("pipeline", "resume", execution_id, "--json")
    second = json.loads(resumed.stdout)["execution_id"]
    waits_for_approval(product, second)
    product.cli("pipeline", "approve", second)

    assert product.finished(second)["status"] == "success"
    assert items(product, second)["a"]["reason"] == "reused"
