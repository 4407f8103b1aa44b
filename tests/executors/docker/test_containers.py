"""Real containers: what they are given, what they may not have, what becomes of them."""

from __future__ import annotations

import time
from pathlib import Path

from tests.executors.docker.engine import Engine
from tests.executors.docker.tasks import define
from watchbell.testing import Product


def test_a_container_has_the_user_the_folder_and_the_variables_it_was_given(product: Product) -> None:
    define(
        product,
        "given",
        'id -u; pwd; echo "$COLOUR $TASK_ID $TASK_NAME"; test -n "$EXECUTION_ID" && echo known',
        task_env={"COLOUR": "red"},
        config={"user": "1234:1234", "workdir": "/tmp"},
    )
    done = product.run("given", 60)
    assert product.log(done["execution_id"]).decode() == "1234\n/tmp\nred given given\nknown\n"


def test_nothing_of_the_servers_own_environment_reaches_a_container(product: Product) -> None:
    done = product.run(define(product, "bare", "env"), 60)
    log = product.log(done["execution_id"]).decode()
    assert "WATCHBELL_DOCKER" not in log and "WATCHBELL_DATA_DIR" not in log and product.key not in log


def test_parameters_of_any_size_arrive(product: Product) -> None:
    define(product, "large", 'test -z "$SCRIPT_PARAMETERS" && cat "$SCRIPT_PARAMETERS_FILE"')
    done = product.run("large", 60, text="更" * 200_000)
    assert done["status"] == "success"
    assert product.log(done["execution_id"]).decode() == '{"text": "' + "更" * 200_000 + '"}'


def test_a_mount_is_there_and_read_only_where_asked(product: Product, mounted: Path) -> None:
    (mounted / "given").write_text("from the host\n")
    define(
        product,
        "mounts",
        "cat /in/given; echo x >/in/new || echo refused",
        config={"mounts": [f"{mounted}:/in:ro"]},
    )
    done = product.run("mounts", 60)
    assert "from the host\n" in product.log(done["execution_id"]).decode()
    assert "refused" in product.log(done["execution_id"]).decode() and not (mounted / "new").exists()


def test_the_limits_of_a_task_are_those_of_its_container(product: Product, engine: Engine) -> None:
    limits = {"memory_mb": 64, "processes": 20, "cpu_seconds": 5, "file_size_mb": 1}
    define(
        product, "limited", "echo on; sleep 600", task_limits=limits, config={"cpus": 0.5, "read_only": True}
    )
    execution_id = product.execute("limited")
    product.until(lambda: product.log(execution_id), 60)
    (container,) = engine.containers(execution_id)
    host = engine.api.inspect_container(container)["HostConfig"]
    product.post(f"/api/executions/{execution_id}/stop")
    assert (host["Memory"], host["MemorySwap"], host["PidsLimit"]) == (64 << 20, 64 << 20, 20)
    assert (host["NanoCpus"], host["ReadonlyRootfs"], host["Privileged"]) == (500_000_000, True, False)
    assert host["SecurityOpt"] == ["no-new-privileges"]
    assert {(one["Name"], one["Hard"]) for one in host["Ulimits"]} >= {("cpu", 5), ("fsize", 1 << 20)}
    assert product.finished(execution_id, 60)["status"] == "cancelled"


def test_a_file_that_grows_too_large_ends_it_and_says_so(product: Product) -> None:
    command = "dd if=/dev/zero of=/tmp/big bs=65536 count=64; exit $?"  # signals do not end the first process
    done = product.run(define(product, "grows", command, task_limits={"file_size_mb": 1}), 60)
    assert (done["status"], done["reason"]) == ("failed", "limit")


def test_much_output_is_complete_and_in_order_although_watchbell_is_killed(
    fresh_product: Product, engine: Engine
) -> None:
    product = fresh_product
    define(product, "much", 'n=0; while [ $n -lt 60000 ]; do echo "$n line"; n=$((n+1)); done')
    execution_id = product.execute("much")
    for _ in range(3):
        product.until(lambda: product.log(execution_id), 60)
        product.kill()
        product.start()
    done = product.finished(execution_id, 100)
    assert done["status"] == "success"
    assert product.log(execution_id) == b"".join(b"%d line\n" % n for n in range(60_000))
    product.until(lambda: not engine.containers(execution_id), 30)


def test_a_program_that_ignores_term_is_killed_after_the_grace(product: Product, engine: Engine) -> None:
    execution_id = product.execute(
        define(product, "stubborn", 'trap "" TERM; echo on; while :; do sleep 1; done')
    )
    product.until(lambda: product.log(execution_id), 60)
    began = time.monotonic()
    product.post(f"/api/executions/{execution_id}/stop")
    done = product.finished(execution_id, 60)
    assert (done["status"], done["survivors"], done["return_code"]) == ("cancelled", 0, 137)
    assert time.monotonic() - began > 1


def test_a_program_may_end_itself_in_order_when_it_is_told_to(product: Product) -> None:
    command = 'trap "echo bye; exit 0" TERM; echo on; while :; do sleep 0.1; done'
    execution_id = product.execute(define(product, "polite", command))
    product.until(lambda: product.log(execution_id), 60)
    product.post(f"/api/executions/{execution_id}/stop")
    assert product.finished(execution_id, 60)["status"] == "cancelled"
    assert product.log(execution_id) == b"on\nbye\n"


def test_an_image_that_is_not_there_fails_with_its_name(product: Product, engine: Engine) -> None:
    done = product.run(define(product, "no-image", "true", image="local/nothing:9"), 60)
    assert (done["status"], done["reason"]) == ("failed", "docker_image_missing")
    assert "local/nothing:9" in done["error_message"] and not engine.containers(done["execution_id"])


def test_a_command_that_is_not_there_fails_and_leaves_no_container(product: Product, engine: Engine) -> None:
    done = product.run(define(product, "no-command", "true", config={"command": ["/no/such"]}), 60)
    assert (done["status"], done["reason"]) == ("failed", "docker_refused")
    assert "/no/such" in done["error_message"] and not engine.containers(done["execution_id"])


def test_an_engine_that_is_away_is_waited_for(product: Product, engine: Engine) -> None:
    engine.stop()
    try:
        execution_id = product.execute(define(product, "waits", "echo ok"))
        product.until(lambda: product.execution(execution_id)["progress"], 60)
        told = product.execution(execution_id)
    finally:
        engine.start()
    assert told["status"] == "running" and engine.host in told["progress"]["message"]
    assert product.finished(execution_id, 90)["status"] == "success"


def test_what_its_engine_killed_is_told_as_failed(product: Product, engine: Engine) -> None:
    execution_id = product.execute(define(product, "killed", "echo on; sleep 600"))
    product.until(lambda: product.log(execution_id), 60)
    engine.api.kill(engine.containers(execution_id)[0])
    done = product.finished(execution_id, 60)
    assert (done["status"], done["reason"], done["return_code"]) == ("failed", "exit_code", 137)
