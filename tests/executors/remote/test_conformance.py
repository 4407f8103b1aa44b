"""The conformance suite over the remote driver, with a target made for tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.executors.target import Target
from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, Cell, ExecutorSuite

_SHELL = {
    Behaviour.SUCCEED: "echo ok",
    Behaviour.FAIL: "exit 7",
    Behaviour.BOTH_STREAMS: "echo out; echo err >&2",
    Behaviour.BYTES: r"printf '\344\275\240\377\000\n'",
    Behaviour.SLOW: "echo first; until [ -e GATE ]; do sleep 0.05; done; echo last",
    Behaviour.FOREVER: "sleep 600 & echo on; sleep 600",
    Behaviour.PARAMETERS: 'echo "$SCRIPT_PARAMETERS"',
    Behaviour.COUNT: "n=0; while [ $n -lt 20 ]; do echo $n; sleep 0.1; n=$((n+1)); done; exit 7",
}


class TestDummyRemote(ExecutorSuite):
    row = "dummy remote"
    not_applicable = {Cell.LIMITS: "the target made for tests has no limits"}

    @pytest.fixture(autouse=True)
    def _use(self, target: Target) -> None:
        self._target = target

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        script = _SHELL[behaviour].replace("GATE", str(self.gate(product)))
        config = {"url": self._target.url, "args": ["sh", "-c", script]}
        return {"task_type": "dummy_remote", "task_config": config}

    def leftovers(self, product: Product, execution_id: str) -> Sequence[object]:
        return self._target.alive()

    def lose(self, product: Product, execution_id: str) -> None:
        self._target.forget(execution_id)

    def starts(self, product: Product, execution_id: str) -> int:
        return self._target.starts[execution_id]
