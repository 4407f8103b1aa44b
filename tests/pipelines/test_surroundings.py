"""Pipelines among tasks: what steps run, who waits for them, and where they are seen."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.pipelines.helpers import OK, define, items, run, seen, sh, task, value
from watchbell.testing import Product
from watchbell.testing.product import Refused


def test_a_step_runs_another_task_as_it_is_defined_with_parameters_of_its_own(product: Product) -> None:
    schema = {
        "type": "object",
        "properties": {"who": {"type": "string"}, "n": {"type": "integer", "default": 3}},
    }
    product.define(
        "greet",
        task_type="command",
        task_exec="/bin/sh",
        task_config={"args": ["-c", 'echo "$SCRIPT_PARAMETERS $WORD"']},
        task_env={"WORD": "hello"},
        task_parameters=schema,
    )
    done = run(
        product,
        task("greet", "greet", parameters={"who": "you"}),
        task("wrong", "greet", parameters={"who": 7}, continue_on_error=True),
    )

    found = items(product, done["execution_id"])
    assert done["status"] == "success"
    assert product.log(found["greet"]["execution_id"]) == b'{"who": "you", "n": 3} hello\n'
    assert found["wrong"]["status"] == "failed" and "text" in found["wrong"]["error_message"]
    assert product.get("/api/tasks/greet")["recent"] == []


def test_a_pipeline_may_be_a_step(product: Product) -> None:
    define(product, sh("inner", """echo '{"x": 1}'"""), task_id="nested")
    done = run(
        product,
        task("sub", "nested"),
        sh("use", "echo $X", "sub", env={"X": value("steps.sub.result.inner.x")}),
        task_id="outer",
    )

    assert done["status"] == "success"
    sub = items(product, done["execution_id"])["sub"]
    assert seen(product, sub["execution_id"]) == {"inner": OK}
    assert product.log(items(product, done["execution_id"])["use"]["execution_id"]) == b"1\n"


def test_steps_are_in_the_history_only_where_they_are_asked_for(product: Product) -> None:
    done = run(product, sh("one"), task_id="quiet")
    parent = done["execution_id"]

    def ids(**query: str) -> set[str]:
        return {one["execution_id"] for one in product.get("/api/executions", **query)["items"]}

    step = items(product, parent)["one"]["execution_id"]
    assert parent in ids() and step not in ids()
    assert step in ids(kind="step") and ids(parent_id=parent) == {step}
    assert product.get("/api/tasks/quiet")["recent"][-1]["execution_id"] == parent


def test_somebody_may_wait_for_a_pipeline(product: Product) -> None:
    define(product, sh("one", "sleep 0.3"), sh("two", "exit 4", "one"), task_id="waited")

    answer = product.post("/api/tasks/waited/execute?wait=20")
    followed = product.cli("run", "waited", "--wait")

    assert (answer["status"], answer["return_code"]) == ("failed", 1)
    assert followed.returncode == 1
    assert "[one] success" in followed.stdout and followed.stdout.rstrip().splitlines()[-1].startswith(
        "pipeline ended: failed"
    )


def test_a_command_runs_a_pipeline_where_no_server_does(tmp_path: Path) -> None:
    product = Product(tmp_path / "data", WATCHBELL_STOP_GRACE="1")
    with product:
        define(product, sh("one", "echo hello"), sh("two", "true", "one"))
    done = product.cli("run", "pipe", "--wait")

    assert done.returncode == 0 and "pipeline ended: success" in done.stdout
    product.until(lambda: not product.launcher_pids(), 10)


def test_tasks_that_depend_on_a_pipeline_run_when_it_has_ended(product: Product) -> None:
    define(product, sh("one"), sh("two", "true", "one"), task_id="first")
    product.define("second", task_type="command", task_exec="true", task_dependencies=["first"])

    product.run("first")

    product.until(lambda: product.get("/api/tasks/second/executions")["items"], 10)
    time.sleep(0.3)
    assert len(product.get("/api/tasks/second/executions")["items"]) == 1


def test_a_second_execution_is_held_back_as_the_overlap_policy_has_it(product: Product) -> None:
    for policy in ("skip", "queue", "replace"):
        define(product, sh("one", "sleep 1"), task_id=f"pipe-{policy}", task_overlap=policy)
    first, second = {}, {}
    for policy in ("skip", "queue", "replace"):
        first[policy] = product.execute(f"pipe-{policy}")
    product.until(lambda: all(items(product, one)["one"]["start_time"] for one in first.values()), 10)
    for policy in ("skip", "queue", "replace"):
        second[policy] = product.execute(f"pipe-{policy}")

    assert product.finished(second["skip"])["reason"] == "overlap"
    assert product.finished(second["queue"])["start_time"] >= product.finished(first["queue"])["end_time"]
    assert product.finished(first["replace"])["status"] == "cancelled"
    assert product.finished(second["replace"])["status"] == "success"


def test_a_pipeline_that_is_retried_runs_all_its_steps_again(product: Product) -> None:
    define(
        product, sh("one"), sh("two", "false", "one"), task_id="again", task_retry=1, task_retry_interval=0
    )
    first = product.finished(product.execute("again"))

    product.until(lambda: len(product.get("/api/tasks/again/executions", status="failed")["items"]) == 2, 20)
    second = product.get("/api/tasks/again/executions")["items"][0]
    assert (second["attempt"], second["retry_of"]) == (2, first["execution_id"])
    assert seen(product, second["execution_id"]) == {"one": OK, "two": ("failed", "exit_code")}
    assert product.get("/api/tasks/again/status")["status"] == "failed"


def test_a_registered_script_may_be_a_step(product: Product, tmp_path: Path) -> None:
    (tmp_path / "greet_script.py").write_text(
        '"""Greets."""\nimport json, os\n'
        'parameters = json.loads(os.environ["SCRIPT_PARAMETERS"])\n'
        'print("hello")\n'
        'print(json.dumps({"said": parameters.get("greeting", "hi"), "name": os.environ["SCRIPT_NAME"]}))\n'
    )
    registered = product.cli("scripts", "register", str(tmp_path))
    assert registered.returncode == 0, registered.stderr
    script = {"id": "greet", "type": "script", "script": "greet_script"}
    done = run(product, {**script, "parameters": {"greeting": "你好"}})

    assert done["status"] == "success", done["error_message"]
    assert done["result"]["greet"] == {"said": "你好", "name": "greet_script"}


def test_what_is_gone_when_the_pipeline_starts_fails_the_step_that_names_it(product: Product) -> None:
    product.define("vanishing", task_type="command", task_exec="true")
    define(product, task("a", "vanishing"), sh("b", "true", "a", when="always"), task_id="names-it")
    with pytest.raises(Refused) as refused:
        product.request("DELETE", "/api/tasks/vanishing")
    assert (refused.value.status, refused.value.error["code"]) == (409, "task_in_pipelines")
    # From a database that was restored or changed by hand it may be missing all the same.
    with closing(sqlite3.connect(product.data_dir / "watchbell.db", timeout=20)) as database, database:
        database.execute("DELETE FROM watchbell_task WHERE task_id = 'vanishing'")

    done = product.run("names-it")

    assert done["status"] == "failed" and "vanishing" in done["error_message"]
    assert seen(product, done["execution_id"]) == {"a": ("failed", "pipeline_task_unknown"), "b": OK}


def test_pipeline_is_a_kind_of_task_with_a_schema(product: Product) -> None:
    kinds = {one["type"]: one for one in product.get("/api/executors")["items"]}

    assert kinds["pipeline"]["title"] == {"en": "Pipeline", "zh": "流水线"}
    assert {"steps", "max_parallel"} == kinds["pipeline"]["schema"]["properties"].keys()
