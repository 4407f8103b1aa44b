"""What a pipeline does, with real programs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.pipelines.helpers import OK, items, run, seen, sh, value
from watchbell.testing import Product


def test_steps_run_after_what_they_need_and_side_by_side_where_they_can(product: Product) -> None:
    done = run(product, sh("a", "sleep 0.5"), sh("b", "sleep 0.5"), sh("c", "true", "a", "b"))

    steps = items(product, done["execution_id"])
    assert done["status"] == "success" and done["return_code"] == 0
    assert (
        steps["a"]["start_time"] < steps["b"]["end_time"]
        and steps["b"]["start_time"] < steps["a"]["end_time"]
    )
    assert steps["c"]["start_time"] >= max(steps["a"]["end_time"], steps["b"]["end_time"])


def test_a_pipeline_that_fails_names_the_step_and_what_it_said(product: Product) -> None:
    done = run(
        product,
        sh("build", "echo no space left on device >&2; exit 3", name="Build it"),
        sh("deploy", "true", "build"),
        sh("clean", "true", "build", when="always"),
        sh("alarm", "true", "build", when="failed"),
    )

    assert (done["status"], done["reason"], done["return_code"]) == ("failed", "step_failed", 1)
    assert "Build it" in done["error_message"] and "no space left on device" in done["error_message"]
    assert seen(product, done["execution_id"]) == {
        "build": ("failed", "exit_code"),
        "deploy": ("skipped", "dependency_failed"),
        "clean": OK,
        "alarm": OK,
    }


def test_results_of_steps_reach_later_steps_with_their_own_type(product: Product) -> None:
    done = run(
        product,
        sh("make", """echo noise; echo '{"n": 7, "list": [1, "zwei"], "deep": {"ok": true}}'"""),
        sh(
            "use",
            'printf "%s" "$SCRIPT_PARAMETERS"',
            "make",
            parameters={
                "n": value("steps.make.result.n"),
                "second": value("steps.make.result.list.1"),
                "all": {"inside": value("steps.make.result.deep")},
                "status": value("steps.make.status"),
                "name": value("parameters.name"),
                "missing": value("steps.make.result.nothing", default=[0]),
                "as_it_is": {"literal": {"from": "here"}},
            },
        ),
        parameters={"name": "值"},
        task_parameters={"type": "object", "properties": {"name": {"type": "string"}}},
    )

    expected = {
        "n": 7,
        "second": "zwei",
        "all": {"inside": {"ok": True}},
        "status": "success",
        "name": "值",
        "missing": [0],
        "as_it_is": {"from": "here"},
    }
    use = items(product, done["execution_id"])["use"]
    assert json.loads(product.log(use["execution_id"])) == expected
    assert done["result"] == {"make": {"n": 7, "list": [1, "zwei"], "deep": {"ok": True}}, "use": expected}


def test_variables_of_a_step_may_come_from_references(product: Product) -> None:
    done = run(
        product,
        sh("make", """echo '{"v": [1]}'"""),
        sh(
            "use",
            "echo $A $B $C",
            "make",
            env={"A": "plain", "B": value("steps.make.result.v"), "C": value("parameters.x", default="y")},
        ),
        task_parameters={"properties": {"x": {"type": "string"}}},
    )

    use = items(product, done["execution_id"])["use"]
    assert product.log(use["execution_id"]) == b"plain [1] y\n"


def test_a_value_that_is_not_there_fails_the_step_and_says_where(product: Product) -> None:
    done = run(
        product,
        sh("make", "echo '{}'"),
        sh("use", "true", "make", parameters={"x": value("steps.make.result.gone.deep")}),
    )

    use = items(product, done["execution_id"])["use"]
    assert (done["status"], use["status"], use["reason"]) == ("failed", "failed", "pipeline_value_missing")
    assert "steps.make.result.gone.deep" in use["error_message"]


def test_conditions_decide_on_values(product: Product) -> None:
    number = value("steps.make.result.n")
    done = run(
        product,
        sh("make", """echo '{"n": 7}'"""),
        sh("yes", "true", "make", **{"if": {"value": number, "greater": 3, "less": 10}}),
        sh("no", "true", "make", **{"if": {"value": number, "equals": "7"}}),
        sh("after_no", "true", "no"),
        sh("join", "true", "yes", "no", when="not_failed"),
    )

    assert done["status"] == "success"
    assert seen(product, done["execution_id"]) == {
        "make": OK,
        "yes": OK,
        "no": ("skipped", "condition_false"),
        "after_no": ("skipped", "dependency_skipped"),
        "join": OK,
    }


def test_a_matrix_runs_a_step_for_each_combination(product: Product) -> None:
    done = run(
        product,
        sh("list", """echo '{"hosts": [{"name": "a"}, {"name": "b"}]}'"""),
        sh(
            "each",
            "echo $HOST-$SIZE",
            "list",
            matrix={"host": value("steps.list.result.hosts"), "size": [1, 2]},
            env={"HOST": value("matrix.host.name"), "SIZE": value("matrix.size")},
            **{"if": {"value": value("matrix.size"), "less": 2}},
        ),
        sh("none", "true", "list", matrix=[]),
        sh("join", "true", "each", "none"),
    )

    found = items(product, done["execution_id"])
    assert done["status"] == "success"
    assert [found[f"each[{n}]"]["matrix"] for n in (0, 3)] == [
        {"host": {"name": "a"}, "size": 1},
        {"host": {"name": "b"}, "size": 2},
    ]
    assert product.log(found["each[2]"]["execution_id"]) == b"b-1\n"
    assert found["each[1]"]["reason"] == "condition_false"
    assert (found["none"]["status"], found["none"]["reason"]) == ("skipped", "matrix_empty")
    assert found["join"]["status"] == "success"


def test_results_of_a_matrix_are_a_list_in_its_order(product: Product) -> None:
    done = run(
        product,
        sh(
            "each",
            'sleep 0.$((3 - $N)); echo "{\\"n\\": $N}"',
            matrix=[0, 1, 2],
            env={"N": value("matrix.value")},
        ),
        sh("sum", 'echo "$SCRIPT_PARAMETERS"', "each", parameters={"all": value("steps.each.result")}),
    )

    assert done["result"]["sum"] == {"all": [{"n": 0}, {"n": 1}, {"n": 2}]}


def test_no_more_steps_run_at_once_than_allowed(product: Product) -> None:
    done = run(product, sh("each", "sleep 0.2", matrix=list(range(6))), max_parallel=2)

    spans = [(one["start_time"], one["end_time"]) for one in items(product, done["execution_id"]).values()]
    most = max(sum(start <= moment < end for start, end in spans) for moment, _ in spans)
    assert len(spans) == 6 and most <= 2


def test_a_step_is_tried_again_before_the_pipeline_gives_up(product: Product, tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    done = run(
        product,
        sh("flaky", f"test -e {flag} || {{ touch {flag}; exit 1; }}", retry={"count": 2, "interval": 0}),
        sh("after", "true", "flaky"),
    )

    found = items(product, done["execution_id"])
    attempts = product.get("/api/executions", parent_id=done["execution_id"])["items"]
    assert done["status"] == "success"
    assert (found["flaky"]["attempt"], found["after"]["status"]) == (2, "success")
    assert sorted(one["status"] for one in attempts) == ["failed", "success", "success"]
    assert b"tried again" in product.log(done["execution_id"])


def test_a_failure_may_be_forgiven(product: Product) -> None:
    done = run(product, sh("lint", "false", continue_on_error=True), sh("next", "true", "lint"))

    assert done["status"] == "success"
    assert seen(product, done["execution_id"]) == {"lint": ("failed", "exit_code"), "next": OK}


def test_a_step_that_takes_too_long_is_ended(product: Product) -> None:
    done = run(product, sh("slow", "sleep 300", timeout=0.5))

    assert done["status"] == "failed"
    assert seen(product, done["execution_id"]) == {"slow": ("timeout", "timeout")}
    assert not product.programs()


def test_the_log_of_a_pipeline_tells_what_happened_to_its_steps(product: Product) -> None:
    done = run(product, sh("one"), sh("two", "false", "one"), sh("three", "true", "two"))

    lines = product.log(done["execution_id"]).decode().splitlines()
    assert lines[0] == "pipeline started: 3 steps"
    assert lines[1] == "[one] started" and lines[2].startswith("[one] success, 0.")
    assert "[three] skipped (dependency_failed)" in lines
    assert lines[-1].startswith("pipeline ended: failed - Step 'two'")
    assert done["log_bytes"] == len(product.log(done["execution_id"]))
    assert (done["progress"]["done"], done["progress"]["total"]) == (3, 3)


def test_a_step_is_not_given_more_than_it_can_take(product: Product) -> None:
    big = "print(__import__('json').dumps({'text': 'x' * 1_100_000}))"
    make = {"id": "make", "type": "command", "program": "python3", "config": {"args": ["-c", big]}}
    use = sh(
        "use", "true", "make", parameters={"all": value("steps.make.result.text")}, continue_on_error=True
    )
    done = run(product, make, use)

    found = items(product, done["execution_id"])
    assert found["use"]["reason"] == "pipeline_parameters_too_large"
    assert done["status"] == "success" and "make" not in done["result"]
