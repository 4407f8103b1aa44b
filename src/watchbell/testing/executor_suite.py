"""What every executor must do the same way. An executor is done when its subclass of this suite passes.

    class TestMine(ExecutorSuite):
        row = "mine"
        not_applicable = {Cell.LIMITS: "the target has no limits of its own"}

        def fields(self, product, behaviour):  # a task whose program behaves so
            return {"task_type": "mine", "task_exec": …, "task_config": …}

with two pytest fixtures in scope: `product` (a running `watchbell.testing.Product`, may be shared) and
`fresh_product` (one that a test may kill). What runs elsewhere also overrides

    def leftovers(self, product, execution_id):  # what still runs of it on the target
    def lose(self, product, execution_id):       # make it vanish from the target while it runs
    def starts(self, product, execution_id):     # how often the target really started it

What runs on this machine had better wait for `gate` than for a time, see `Behaviour.SLOW`.

An executor of another package is found through its entry point: a folder with the module and its
`*.dist-info` on the PYTHONPATH of the product does (`Product(folder, PYTHONPATH=…)`).

Each test is a cell of one table, each subclass a row. A cell that makes no sense for a row is declared in
`not_applicable` with the reason. A row may have a test of its own for a cell, with the reason as the
docstring of the test or of the class; the table says so.
`python -m watchbell.testing.conformance PATHS` runs them and prints the table.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

import pytest

from watchbell.testing.product import Product


class Behaviour(StrEnum):
    """What a program under test does. `fields` returns a task whose program does it."""

    SUCCEED = "prints 'ok' and a line end, exits 0"
    FAIL = "exits 7"
    BOTH_STREAMS = "prints 'out' to standard output and 'err' to standard error, each with a line end"
    BYTES = "prints the bytes E4 BD A0 FF 00 0A"
    SLOW = "prints 'first', waits 1.5 s or for the suite's `gate`, prints 'last', each with a line end"
    FOREVER = (
        "prints 'on' and a line end, waits for ten minutes, with a child that does in a session of its own"
    )
    PARAMETERS = "prints SCRIPT_PARAMETERS and a line end"
    COUNT = "prints 0 to 19, one a line, 0.1 s apart, and exits 7"
    GREEDY = "allocates and touches memory without end"


class Cell(StrEnum):
    """What is asked of every executor, as the table heads its columns."""

    SUCCESS = "success"
    EXIT_CODE = "exit code"
    STREAMS = "stdout and stderr apart"
    LIVE = "live log"
    BYTES = "unicode and binary output"
    PARAMETERS = "parameters"
    TIMEOUT = "timeout"
    CANCEL = "cancel"
    CANCEL_STARTING = "cancel while starting"
    LIMITS = "limits"
    TARGET_GONE = "target gone"
    RESTART = "Watchbell killed and restarted"


class ExecutorSuite:
    """See the module."""

    row: ClassVar[str] = ""
    not_applicable: ClassVar[dict[Cell, str]] = {}
    short_timeout: ClassVar[float] = 0.7  # seconds; longer where the target needs longer to start
    patience: ClassVar[float] = 60.0  # seconds in which anything here must have ended

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        """The fields of a task whose program behaves so."""
        raise NotImplementedError

    def leftovers(self, product: Product, execution_id: str) -> Sequence[object]:
        """What still runs of an execution."""
        return product.programs()

    def lose(self, product: Product, execution_id: str) -> None:
        """Takes what runs away, so that nobody can know how it ended; here: the launcher dies."""
        for pid in product.launcher_pids():
            os.kill(pid, signal.SIGKILL)

    def starts(self, product: Product, execution_id: str) -> int:
        """How often the target really started it."""
        return 1

    def gate(self, product: Product) -> Path:
        """A file that is made once the log of `SLOW` was looked at, which takes a slow machine long."""
        return product.data_dir / "gate"

    def task(self, product: Product, behaviour: Behaviour, **more: Any) -> str:
        """Saves the task for `behaviour`; returns its id."""
        task_id = f"{type(self).__name__}-{behaviour.name}".lower().replace("_", "-")
        product.define(task_id, **{**self.fields(product, behaviour), **more})
        return task_id

    def run(self, product: Product, behaviour: Behaviour, **more: Any) -> dict[str, Any]:
        """A task that behaves so, run to its end."""
        return product.run(self.task(product, behaviour, **more), timeout=self.patience)

    def begun(self, product: Product, behaviour: Behaviour) -> str:
        """An execution of a task that behaves so, once it has written something."""
        execution_id = product.execute(self.task(product, behaviour, task_timeout=None))
        product.until(lambda: product.log(execution_id), self.patience)
        return execution_id

    @pytest.fixture(autouse=True)
    def _skip_what_is_not_applicable(self, request: pytest.FixtureRequest) -> None:
        cell = CELLS.get(request.node.originalname)
        if cell in self.not_applicable:
            pytest.skip(f"not applicable: {self.not_applicable[cell]}")

    def test_success(self, product: Product) -> None:
        done = self.run(product, Behaviour.SUCCEED)
        assert (done["status"], done["return_code"], done["survivors"]) == ("success", 0, 0)
        assert product.log(done["execution_id"]) == b"ok\n"
        assert not self.leftovers(product, done["execution_id"])

    def test_exit_code(self, product: Product) -> None:
        done = self.run(product, Behaviour.FAIL)
        assert (done["status"], done["reason"], done["return_code"]) == ("failed", "exit_code", 7)

    def test_both_streams_are_told_apart(self, product: Product) -> None:
        done = self.run(product, Behaviour.BOTH_STREAMS)
        lines = product.get(f"/api/executions/{done['execution_id']}/logs")["items"]
        assert {(line["stream"], line["text"]) for line in lines} == {("stdout", "out"), ("stderr", "err")}

    def test_bytes_are_kept_as_they_are(self, product: Product) -> None:
        done = self.run(product, Behaviour.BYTES)
        assert product.log(done["execution_id"]) == b"\xe4\xbd\xa0\xff\x00\n"

    def test_the_log_is_live(self, product: Product) -> None:
        """What was written is there before the program writes again."""
        self.gate(product).unlink(missing_ok=True)
        execution_id = self.begun(product, Behaviour.SLOW)
        assert product.log(execution_id) == b"first\n"
        assert product.execution(execution_id)["status"] == "running"
        self.gate(product).touch()
        product.finished(execution_id, self.patience)
        assert product.log(execution_id) == b"first\nlast\n"

    def test_parameters_arrive(self, product: Product) -> None:
        task_id = self.task(product, Behaviour.PARAMETERS)
        done = product.run(task_id, timeout=self.patience, name="值", count=2)
        assert product.log(done["execution_id"]).decode() == '{"name": "值", "count": 2}\n'

    def test_timeout_leaves_nothing_behind(self, product: Product) -> None:
        done = self.run(product, Behaviour.FOREVER, task_timeout=self.short_timeout)
        assert (done["status"], done["reason"], done["survivors"]) == ("timeout", "timeout", 0)
        assert not self.leftovers(product, done["execution_id"])

    def test_cancel_leaves_nothing_behind(self, product: Product) -> None:
        execution_id = self.begun(product, Behaviour.FOREVER)
        product.post(f"/api/executions/{execution_id}/stop")
        done = product.finished(execution_id, self.patience)
        assert (done["status"], done["reason"], done["survivors"]) == ("cancelled", "user", 0)
        assert not self.leftovers(product, execution_id)

    def test_cancel_while_starting(self, product: Product) -> None:
        execution_id = product.execute(self.task(product, Behaviour.FOREVER, task_timeout=None))
        product.post(f"/api/executions/{execution_id}/stop")
        assert product.finished(execution_id, self.patience)["status"] == "cancelled"
        assert not self.leftovers(product, execution_id)

    def test_a_memory_limit_ends_it_and_says_so(self, product: Product) -> None:
        done = self.run(product, Behaviour.GREEDY, task_limits={"memory_mb": 100})
        assert (done["status"], done["reason"]) == ("failed", "oom")

    def test_what_vanished_is_lost(self, fresh_product: Product) -> None:
        product = fresh_product
        execution_id = self.begun(product, Behaviour.FOREVER)
        self.lose(product, execution_id)
        done = product.finished(execution_id, self.patience)
        assert done["status"] == "lost" and done["error_message"]
        assert not self.leftovers(product, execution_id)

    def test_it_survives_a_kill_of_watchbell(self, fresh_product: Product) -> None:
        product = fresh_product
        execution_id = self.begun(product, Behaviour.COUNT)
        product.kill()
        product.start()
        done = product.finished(execution_id, self.patience)
        assert (done["status"], done["return_code"]) == ("failed", 7)
        assert product.log(execution_id) == b"".join(b"%d\n" % n for n in range(20))
        assert self.starts(product, execution_id) == 1


CELLS: dict[str, Cell] = {
    "test_success": Cell.SUCCESS,
    "test_exit_code": Cell.EXIT_CODE,
    "test_both_streams_are_told_apart": Cell.STREAMS,
    "test_the_log_is_live": Cell.LIVE,
    "test_bytes_are_kept_as_they_are": Cell.BYTES,
    "test_parameters_arrive": Cell.PARAMETERS,
    "test_timeout_leaves_nothing_behind": Cell.TIMEOUT,
    "test_cancel_leaves_nothing_behind": Cell.CANCEL,
    "test_cancel_while_starting": Cell.CANCEL_STARTING,
    "test_a_memory_limit_ends_it_and_says_so": Cell.LIMITS,
    "test_what_vanished_is_lost": Cell.TARGET_GONE,
    "test_it_survives_a_kill_of_watchbell": Cell.RESTART,
}
"""Which test is which cell."""
