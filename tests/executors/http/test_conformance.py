"""The conformance suite over HTTP requests, to a server made for tests."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.answering import Reply, Seen, Server
from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, Cell, ExecutorSuite


def _slow(gate: Path) -> Callable[[Callable[[bytes], None]], None]:
    def stream(write: Callable[[bytes], None]) -> None:
        write(b"first\n")
        while not gate.exists():
            time.sleep(0.05)
        write(b"last\n")

    return stream


def _forever(write: Callable[[bytes], None]) -> None:
    write(b"on\n")
    for _ in range(6000):  # until nobody listens any more
        time.sleep(0.1)
        write(b" ")


def _count(write: Callable[[bytes], None]) -> None:
    for number in range(20):
        write(b"%d\n" % number)
        time.sleep(0.1)


def _answer(seen: Seen) -> Reply:
    match Behaviour[seen.path.strip("/")]:
        case Behaviour.SUCCEED:
            return Reply(body=b"ok\n")
        case Behaviour.FAIL:
            return Reply(status=500)
        case Behaviour.BYTES:
            return Reply(body=bytes.fromhex("e4bda0ff000a"))
        case Behaviour.PARAMETERS:
            return Reply(body=seen.body + b"\n")
        case Behaviour.COUNT:
            return Reply(stream=_count)
    return Reply(stream=_forever)


class TestHttp(ExecutorSuite):
    row = "http"
    not_applicable = {
        Cell.EXIT_CODE: "an answer has a status and no exit code",
        Cell.STREAMS: "an answer has one body",
        Cell.LIMITS: "what the target uses is its own",
        Cell.TARGET_GONE: "a connection that is cut is a failure, and told as one",
    }

    @pytest.fixture(autouse=True)
    def _use(self) -> Iterator[None]:
        self.server = Server(self._answer)
        yield
        self.server.close()

    def _answer(self, seen: Seen) -> Reply:
        return _answer(seen) if seen.path != "/SLOW" else Reply(stream=_slow(self._gate))

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        self._gate = self.gate(product)
        config: dict[str, Any] = {"log": "body"}
        if behaviour is Behaviour.PARAMETERS:
            config |= {"method": "POST", "body": {"from": "parameters"}}
        url = f"{self.server.url}/{behaviour.name}"
        return {"task_type": "http", "task_exec": url, "task_config": config}

    def leftovers(self, product: Product, execution_id: str) -> Sequence[object]:
        product.until(lambda: not self.server.open, 10)  # it learns of the end when it writes again
        return ["open"] * self.server.open

    def test_it_survives_a_kill_of_watchbell(self, fresh_product: Product) -> None:
        """Nobody can know what the request did: it is lost, and not sent again."""
        product = fresh_product
        execution_id = self.begun(product, Behaviour.COUNT)
        product.kill()
        product.start()
        done = product.finished(execution_id, self.patience)
        assert (done["status"], done["reason"]) == ("lost", "start_unknown")
        assert Counter(seen.path for seen in self.server.seen)["/COUNT"] == 1

    def test_a_request_that_may_be_repeated_is_sent_again_after_a_kill(self, fresh_product: Product) -> None:
        product = fresh_product
        task_id = self.task(product, Behaviour.COUNT)
        fields = self.fields(product, Behaviour.COUNT)
        fields["task_config"]["repeatable"] = True
        product.define(task_id, **fields)
        execution_id = product.execute(task_id)
        product.until(lambda: product.log(execution_id), self.patience)
        product.kill()
        product.start()
        assert product.finished(execution_id, self.patience)["status"] == "success"
        assert product.log(execution_id).endswith(b"".join(b"%d\n" % n for n in range(20)))
        assert len(self.server.seen) == 2
