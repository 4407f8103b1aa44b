"""The conformance suite over Jobs on the FAKE cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.executors.kubernetes.conftest import sign_in
from tests.fakes.kubernetes_api import FakeCluster
from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, Cell, ExecutorSuite

_SHELL = {
    Behaviour.SUCCEED: "echo ok",
    Behaviour.FAIL: "exit 7",
    Behaviour.BYTES: r"printf '\344\275\240\377\000\n'",
    Behaviour.SLOW: "echo first; until [ -e GATE ]; do sleep 0.05; done; echo last",
    Behaviour.FOREVER: "setsid sleep 600 & echo on; sleep 600",
    Behaviour.PARAMETERS: 'echo "$SCRIPT_PARAMETERS"',
    Behaviour.COUNT: "n=0; while [ $n -lt 20 ]; do echo $n; sleep 0.1; n=$((n+1)); done; exit 7",
}
_GREEDY = "held = []\nwhile True:\n    held.append(bytearray(5_000_000))"


class TestKubernetesFake(ExecutorSuite):
    row = "kubernetes (fake)"
    not_applicable = {Cell.STREAMS: "the API of Kubernetes gives both streams as one"}
    short_timeout = 3.0

    @pytest.fixture(autouse=True)
    def _use(self, cluster: FakeCluster) -> None:
        self._cluster = cluster

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        greedy = ["/usr/bin/python3", "-c", _GREEDY]
        script = _SHELL.get(behaviour, "").replace("GATE", str(self.gate(product)))
        command = greedy if behaviour is Behaviour.GREEDY else ["bash", "-c", script]
        secret = sign_in(product, self._cluster)
        config = {"kubeconfig_secret": secret, "image": "local/sh", "command": command}
        return {"task_type": "kubernetes", "task_config": config}

    def leftovers(self, product: Product, execution_id: str) -> Sequence[object]:
        return self._cluster.node.running()

    def lose(self, product: Product, execution_id: str) -> None:
        cluster = self._cluster
        with cluster.lock:
            cluster.node.close()
            cluster.objects.clear()

    def starts(self, product: Product, execution_id: str) -> int:
        return len(self._cluster.starts)
