"""Real programs, run by a real server, seen over its API."""

from __future__ import annotations

import os
import time

import pytest

from watchbell.testing import Product
from watchbell.testing.product import Refused


def test_a_command_runs_and_its_output_is_kept_byte_for_byte(product: Product) -> None:
    product.task("echo", task_type="command", task_exec="/bin/echo", task_config={"args": ["你好", "$HOME"]})
    done = product.run("echo")
    assert (done["status"], done["return_code"], done["reason"]) == ("success", 0, "")
    assert product.log(done["execution_id"]) == "你好 $HOME\n".encode()


def test_the_exit_code_and_the_last_line_say_why_it_failed(product: Product) -> None:
    program = product.script("fail.sh", "#!/bin/sh\necho 'no route to host' >&2\nexit 3\n")
    product.task("fails", task_type="shell", task_exec=program)
    done = product.run("fails")
    assert (done["status"], done["reason"], done["return_code"]) == ("failed", "exit_code", 3)
    assert "3" in done["error_message"] and "no route to host" in done["error_message"]


def test_a_program_gets_its_parameters_and_a_clean_environment(product: Product) -> None:
    program = product.script(
        "env.py",
        "import json, os\n"
        "told = {'parameters': json.loads(os.environ['SCRIPT_PARAMETERS']), 'env': dict(os.environ)}\n"
        "print(json.dumps(told))",
    )
    product.task("env", task_exec=program, task_env={"COLOR": "blue"}, task_timeout=20)
    done = product.run("env", greeting="hi")
    told = __import__("json").loads(product.log(done["execution_id"]))
    assert told["parameters"] == {"greeting": "hi"}
    assert told["env"]["COLOR"] == "blue" and told["env"]["TASK_ID"] == "env"
    assert told["env"]["EXECUTION_ID"] == done["execution_id"]
    assert not {name for name in told["env"] if "SECRET" in name or name == "WATCHBELL_DATA_DIR"}


def test_parameters_too_large_for_a_variable_come_by_file(product: Product) -> None:
    program = product.script(
        "large.py",
        "import json, os\nprint(len(json.load(open(os.environ['SCRIPT_PARAMETERS_FILE']))['text']))",
    )
    product.task("large", task_exec=program)
    done = product.run("large", text="x" * 300_000)
    assert product.log(done["execution_id"]) == b"300000\n"


def test_a_timeout_ends_the_whole_process_tree(product: Product) -> None:
    program = product.script("slow.sh", "#!/bin/sh\nsleep 60 &\nsetsid sleep 60 &\nsleep 60\n")
    product.task("slow", task_type="shell", task_exec=program, task_timeout=0.5)
    done = product.run("slow")
    assert (done["status"], done["survivors"]) == ("timeout", 0)
    assert not product.programs()


def test_stopping_ends_a_program_that_ignores_term(product: Product) -> None:
    program = product.script("stubborn.sh", "#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 0.1; done\n")
    product.task("stubborn", task_type="shell", task_exec=program)
    execution_id = product.execute("stubborn")
    product.running(execution_id)
    assert product.post("/api/tasks/stubborn/stop")
    done = product.finished(execution_id)
    assert (done["status"], done["reason"], done["survivors"]) == ("cancelled", "user", 0)
    assert product.execution(execution_id) == done, "stopping again changes nothing"


def test_a_retry_is_a_new_execution_after_the_interval(product: Product) -> None:
    program = product.script("flaky.sh", '#!/bin/sh\n[ "$WATCHBELL_ATTEMPT" = 3 ]\n')
    product.task("flaky", task_type="shell", task_exec=program, task_retry=3, task_retry_interval=0)
    product.execute("flaky")
    product.until(lambda: product.get("/api/tasks/flaky/status")["status"] == "success", 20)
    items = product.get("/api/tasks/flaky/executions")["items"]
    assert [(item["attempt"], item["status"]) for item in items] == [
        (3, "success"),
        (2, "failed"),
        (1, "failed"),
    ]
    assert items[0]["retry_of"] == items[1]["execution_id"]


@pytest.mark.parametrize(
    ("policy", "first", "second"),
    [
        ("skip", "success", "skipped"),
        ("queue", "success", "success"),
        ("replace", "cancelled", "success"),
        ("allow", "success", "success"),
    ],
)
def test_overlap(product: Product, policy: str, first: str, second: str) -> None:
    task_id = f"overlap-{policy}"
    product.task(
        task_id, task_type="command", task_exec="sleep", task_config={"args": ["0.6"]}, task_overlap=policy
    )
    one = product.execute(task_id)
    product.running(one)
    two = product.execute(task_id)
    assert (product.finished(one)["status"], product.finished(two)["status"]) == (first, second)
    if policy == "queue":
        assert product.execution(two)["start_time"] >= product.execution(one)["end_time"]


def test_the_same_idempotency_key_never_starts_twice(product: Product) -> None:
    product.task("once", task_type="command", task_exec="true", task_overlap="allow")
    answers = [product.post("/api/tasks/once/execute", {}, Idempotency_Key="k1") for _ in range(3)]
    assert len({answer["execution_id"] for answer in answers}) == 1
    with pytest.raises(Refused) as refused:
        product.post("/api/tasks/once/execute", {"parameters": {"other": 1}}, Idempotency_Key="k1")
    assert refused.value.status == 409


def test_waiting_for_the_end_answers_with_the_finished_execution(product: Product) -> None:
    product.task("soon", task_type="command", task_exec="sleep", task_config={"args": ["0.2"]})
    done = product.post("/api/tasks/soon/execute?wait=10")
    assert done["status"] == "success" and done["duration"] >= 0.2


def test_a_task_runs_when_what_it_depends_on_has_succeeded(product: Product) -> None:
    product.task("dep-first", task_type="command", task_exec="true")
    product.task("dep-second", task_type="command", task_exec="true", task_dependencies=["dep-first"])
    product.run("dep-first")
    product.until(lambda: product.get("/api/tasks/dep-second/status")["status"] == "success", 10)
    [only] = product.get("/api/tasks/dep-second/executions")["items"]
    assert only["trigger"] == "dependency"


def test_a_failed_dependency_leaves_a_row_that_says_so(product: Product) -> None:
    product.task("bad-first", task_type="command", task_exec="false")
    product.task("bad-second", task_type="command", task_exec="true", task_dependencies=["bad-first"])
    product.run("bad-first")
    product.until(lambda: product.get("/api/tasks/bad-second/executions")["items"], 10)
    [only] = product.get("/api/tasks/bad-second/executions")["items"]
    assert (only["status"], only["reason"]) == ("skipped", "dependency_failed")


def test_every_tick_of_an_interval_leaves_one_row(product: Product) -> None:
    product.task(
        "each-second", task_type="command", task_exec="true", task_schedule={"every": 1}, task_overlap="allow"
    )
    time.sleep(3.2)
    product.request("DELETE", "/api/tasks/each-second")
    items = product.get("/api/executions", task_id="each-second")["items"]
    ticks = sorted(item["scheduled_for"] for item in items)
    assert len(ticks) >= 3 and len(set(ticks)) == len(ticks)
    assert {item["status"] for item in items} <= {"success", "pending", "running"}


def test_a_disabled_task_leaves_rows_that_say_paused(product: Product) -> None:
    product.task(
        "paused", task_type="command", task_exec="true", task_schedule={"every": 1}, task_enabled=False
    )
    product.until(lambda: product.get("/api/executions", task_id="paused")["items"], 5)
    product.request("DELETE", "/api/tasks/paused")
    assert {
        (item["status"], item["reason"]) for item in product.get("/api/executions", task_id="paused")["items"]
    } == {("skipped", "paused")}


def test_the_seeds_task_runs_unchanged(product: Product) -> None:
    seed = os.path.join(os.path.dirname(__file__), "../../examples")
    with open(os.path.join(seed, "tasks/test_task.py"), "rb") as file:
        product.script("test_task.py", file.read())
    assert product.cli("import", os.path.join(seed, "conf/tasks.json")).returncode == 0
    done = product.run("test-task")
    assert done["status"] == "success"
    log = (product.data_dir / "logs/task_test-task.log").read_text()
    assert "PARAM1 = 值1" in log and done["execution_id"] in log


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"task_type": "python", "task_exec": "tasks/gone.py"}, "missing_file"),
        ({"task_type": "command", "task_exec": "tasks/plain.txt"}, "not_executable"),
        ({"task_type": "shell", "task_exec": "tasks/crlf.sh"}, "windows_line_ends"),
        ({"task_type": "shell", "task_exec": "tasks/nameless.sh"}, "bad_shebang"),
        ({"task_type": "shell", "task_exec": "tasks/nobody.sh"}, "missing_interpreter"),
        ({"task_type": "command", "task_exec": "true", "task_config": {"cwd": "nowhere"}}, "missing_cwd"),
    ],
)
def test_each_reason_a_program_cannot_start_has_its_own_message(
    product: Product, fields: dict[str, object], reason: str
) -> None:
    product.script("plain.txt", "text")
    (product.data_dir / "tasks/plain.txt").chmod(0o600)
    product.script("crlf.sh", "#!/bin/sh\r\nexit 0\r\n")
    product.script("nameless.sh", "#!\nexit 0\n")
    product.script("nobody.sh", "#!/no/such/interpreter\n")
    product.task(f"cannot-{reason.replace('_', '-')}", **fields)
    done = product.run(f"cannot-{reason.replace('_', '-')}")
    assert (done["status"], done["reason"]) == ("failed", reason)
