"""A running program survives the server: stopped, killed, started again."""

from __future__ import annotations

import os
import signal
import time

import pytest

from watchbell.testing import Product

_COUNTS = (
    "import time\nfor n in range(20):\n    print(n, flush=True)\n    time.sleep(0.1)\nraise SystemExit(7)\n"
)


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_a_program_goes_on_while_the_server_is_away_and_is_recorded(
    fresh_product: Product, ending: str
) -> None:
    product = fresh_product
    product.task("counts", task_exec=product.script("counts.py", _COUNTS))
    execution_id = product.execute("counts")
    product.running(execution_id)
    getattr(product, ending)()
    time.sleep(2.5)
    product.start()
    done = product.finished(execution_id, 10)
    assert (done["status"], done["return_code"]) == ("failed", 7)
    assert product.log(execution_id) == b"".join(b"%d\n" % n for n in range(20))
    assert done["duration"] < 2.5 + 1


def test_term_ends_the_server_within_five_seconds(fresh_product: Product) -> None:
    product = fresh_product
    product.task("long", task_type="command", task_exec="sleep", task_config={"args": ["30"]})
    product.running(product.execute("long"))
    began = time.monotonic()
    product.stop()
    assert time.monotonic() - began < 5
    assert product.programs()


def test_when_the_launcher_dies_its_programs_die_and_are_lost(fresh_product: Product) -> None:
    product = fresh_product
    product.task("long", task_type="command", task_exec="sleep", task_config={"args": ["60"]})
    execution_id = product.execute("long")
    product.running(execution_id)
    for pid in product.launcher_pids():
        os.kill(pid, signal.SIGKILL)
    done = product.finished(execution_id, 10)
    assert (done["status"], done["reason"]) == ("lost", "launcher_lost")
    assert not product.programs()
    product.task("after", task_type="command", task_exec="true")
    assert product.run("after")["status"] == "success"


def test_ticks_missed_while_the_server_was_away_are_rows(fresh_product: Product) -> None:
    product = fresh_product
    product.task(
        "ticks",
        task_type="command",
        task_exec="true",
        task_schedule={"every": 1},
        task_misfire={"policy": "latest", "grace": 1, "cap": 10},
        task_overlap="allow",
    )
    time.sleep(1.5)
    product.kill()
    time.sleep(4)
    product.start()
    time.sleep(1.5)
    product.request("DELETE", "/api/tasks/ticks")
    items = product.get("/api/executions", task_id="ticks", limit=100)["items"]
    ticks = sorted(item["scheduled_for"] for item in items)
    seconds = [int(time.mktime(time.strptime(tick[:19], "%Y-%m-%dT%H:%M:%S"))) for tick in ticks]
    assert seconds == list(range(seconds[0], seconds[-1] + 1)), "no tick is lost, none is doubled"
    assert {item["reason"] for item in items if item["status"] == "skipped"} == {"missed"}
