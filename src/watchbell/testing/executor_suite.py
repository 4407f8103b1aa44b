"""What every executor must do the same way. An executor is done when its subclass of this suite passes.

    class TestMine(ExecutorSuite):
        def fields(self, product, behaviour): return {"task_type": "mine", …}

with a pytest fixture `product` (a running `watchbell.testing.Product`) in scope, and `fresh_product`
for the test that kills it.
"""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Any

from watchbell.testing.product import Product


class Behaviour(StrEnum):
    """What a program under test does. `fields` returns a task whose program does it."""

    SUCCEED = "prints 'ok' and a line end, exits 0"
    FAIL = "exits 7"
    BOTH_STREAMS = "prints 'out' to standard output and 'err' to standard error, each with a line end"
    BYTES = "prints the bytes E4 BD A0 FF 00 0A"
    SLOW = "prints 'first', waits 1.5 s, prints 'last', each with a line end"
    FOREVER = "waits for ten minutes, with a child that does the same in a session of its own"
    PARAMETERS = "prints SCRIPT_PARAMETERS and a line end"
    COUNT = "prints 0 to 19, one a line, 0.1 s apart, and exits 7"
    GREEDY = "allocates and touches memory without end"


class ExecutorSuite:
    """See the module."""

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        """The fields of a task whose program behaves so."""
        raise NotImplementedError

    def task(self, product: Product, behaviour: Behaviour, **more: Any) -> str:
        """Saves the task for `behaviour`; returns its id."""
        task_id = f"{type(self).__name__}-{behaviour.name}".lower()
        product.define(task_id, **{**self.fields(product, behaviour), **more})
        return task_id

    def test_success(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.SUCCEED))
        assert (done["status"], done["return_code"], done["survivors"]) == ("success", 0, 0)
        assert product.log(done["execution_id"]) == b"ok\n"

    def test_exit_code(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.FAIL))
        assert (done["status"], done["reason"], done["return_code"]) == ("failed", "exit_code", 7)

    def test_both_streams_are_told_apart(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.BOTH_STREAMS))
        lines = product.get(f"/api/executions/{done['execution_id']}/logs")["items"]
        assert {(line["stream"], line["text"]) for line in lines} == {("stdout", "out"), ("stderr", "err")}

    def test_bytes_are_kept_as_they_are(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.BYTES))
        assert product.log(done["execution_id"]) == b"\xe4\xbd\xa0\xff\x00\n"

    def test_the_log_is_live(self, product: Product) -> None:
        execution_id = product.execute(self.task(product, Behaviour.SLOW))
        product.until(lambda: product.log(execution_id) == b"first\n", 5)
        assert product.execution(execution_id)["status"] == "running"
        product.finished(execution_id)
        assert product.log(execution_id) == b"first\nlast\n"

    def test_parameters_arrive(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.PARAMETERS), name="值", count=2)
        assert product.log(done["execution_id"]).decode() == '{"name": "值", "count": 2}\n'

    def test_timeout_leaves_nothing_behind(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.FOREVER, task_timeout=0.7))
        assert (done["status"], done["reason"], done["survivors"]) == ("timeout", "timeout", 0)
        assert not product.programs()

    def test_cancel_leaves_nothing_behind(self, product: Product) -> None:
        execution_id = product.execute(self.task(product, Behaviour.FOREVER, task_timeout=None))
        product.running(execution_id)
        time.sleep(0.3)
        product.post(f"/api/executions/{execution_id}/stop")
        done = product.finished(execution_id)
        assert (done["status"], done["reason"], done["survivors"]) == ("cancelled", "user", 0)
        assert not product.programs()

    def test_cancel_while_starting(self, product: Product) -> None:
        execution_id = product.execute(self.task(product, Behaviour.FOREVER, task_timeout=None))
        product.post(f"/api/executions/{execution_id}/stop")
        assert product.finished(execution_id)["status"] == "cancelled"
        assert not product.programs()

    def test_a_memory_limit_ends_it_and_says_so(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.GREEDY, task_limits={"memory_mb": 100}), timeout=60)
        assert (done["status"], done["reason"]) == ("failed", "oom")

    def test_it_survives_a_kill_of_watchbell(self, fresh_product: Product) -> None:
        product = fresh_product
        execution_id = product.execute(self.task(product, Behaviour.COUNT))
        product.running(execution_id)
        product.kill()
        product.start()
        done = product.finished(execution_id)
        assert (done["status"], done["return_code"]) == ("failed", 7)
        assert product.log(execution_id) == b"".join(b"%d\n" % n for n in range(20))
