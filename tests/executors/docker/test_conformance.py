"""The conformance suite over real containers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.executors.docker.engine import IMAGE, Engine, engine_class
from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, Cell, ExecutorSuite

_SHELL = {
    Behaviour.SUCCEED: "echo ok",
    Behaviour.FAIL: "exit 7",
    Behaviour.BOTH_STREAMS: "echo out; echo err >&2",
    Behaviour.BYTES: r"printf '\344\275\240\377\000\n'",
    Behaviour.SLOW: "echo first; sleep 1.5; echo last",
    Behaviour.FOREVER: "setsid sleep 600 & echo on; sleep 600",
    Behaviour.PARAMETERS: 'echo "$SCRIPT_PARAMETERS"',
    Behaviour.COUNT: (
        'echo "$EXECUTION_ID" >>/ledger/starts; '
        "n=0; while [ $n -lt 20 ]; do echo $n; sleep 0.1; n=$((n+1)); done; exit 7"
    ),
    Behaviour.GREEDY: "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done",
}


class TestDocker(ExecutorSuite):
    row = "docker" if engine_class() is Engine else "podman"
    not_applicable = (
        {}
        if row == "docker"
        else {Cell.LIMITS: "podman 4.3 does not tell that a container ran out of memory (control groups v1)"}
    )
    short_timeout = 3.0

    @pytest.fixture(autouse=True)
    def _use(self, engine: Engine, mounted: Path) -> None:
        self._engine = engine
        self._mounted = mounted

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        config = {
            "command": ["sh", "-c", _SHELL[behaviour]],
            "network": "none",
            "pull": "never",
            "mounts": [f"{self._mounted}:/ledger"],
        }
        return {"task_type": "docker", "task_exec": IMAGE, "task_config": config}

    def leftovers(self, product: Product, execution_id: str) -> Sequence[object]:
        product.until(lambda: not self._engine.containers(execution_id), 30)  # it is removed after the end
        return self._engine.containers(execution_id)

    def lose(self, product: Product, execution_id: str) -> None:
        product.kill()  # a look between the two halves of a removal sees that it was killed, and tells that
        for container in self._engine.containers(execution_id):
            self._engine.api.remove_container(container, force=True)
        product.start()

    def starts(self, product: Product, execution_id: str) -> int:
        return (self._mounted / "starts").read_text().split().count(execution_id)
