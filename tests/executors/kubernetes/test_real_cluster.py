"""A real cluster, where one is named: see "How it is tested" in docs/guides/executors-kubernetes.md.

WATCHBELL_TEST_KUBECONFIG  file of the kubeconfig; its own namespace is used
WATCHBELL_TEST_IMAGE       an image with `sh`; busybox:1.36 where none is given
WATCHBELL_TEST_POD         JSON that is merged into the spec of each pod, such as {"hostNetwork": true}
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from watchbell import conf
from watchbell.executors.kubernetes_api import Api
from watchbell.executors.kubernetes_config import read
from watchbell.executors.kubernetes_job import LABEL, name_of
from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, Cell, ExecutorSuite

CONFIG = os.environ.get("WATCHBELL_TEST_KUBECONFIG", "")
IMAGE = os.environ.get("WATCHBELL_TEST_IMAGE", "busybox:1.36")
pytestmark = pytest.mark.skipif(not CONFIG, reason="no real cluster: WATCHBELL_TEST_KUBECONFIG is not set")

_SHELL = {
    Behaviour.SUCCEED: "echo ok",
    Behaviour.FAIL: "exit 7",
    Behaviour.BYTES: r"printf '\344\275\240\377\000\n'",
    Behaviour.SLOW: "echo first; sleep 8; echo last",
    Behaviour.FOREVER: "setsid sleep 600 & echo on; sleep 600",
    Behaviour.PARAMETERS: 'echo "$SCRIPT_PARAMETERS"',
    Behaviour.COUNT: "n=0; while [ $n -lt 20 ]; do echo $n; sleep 0.1; n=$((n+1)); done; exit 7",
    Behaviour.GREEDY: "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done",
}


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    cluster = read(Path(CONFIG).read_text(), Path(CONFIG).parent, "")
    host = urlsplit(cluster.server).hostname or ""
    return {"WATCHBELL_STOP_GRACE": "1", "WATCHBELL_OUTGOING_ALLOWED": host}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("product"), **settings) as running:
        yield running


@pytest.fixture
def fresh_product(tmp_path: Path, settings: dict[str, str]) -> Iterator[Product]:
    with Product(tmp_path / "data", **settings) as running:
        yield running


@pytest.fixture
def api(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    conf.get_settings.cache_clear()
    yield Api(read(Path(CONFIG).read_text(), Path(CONFIG).parent, ""))
    conf.get_settings.cache_clear()


def pod(script: str, **more: Any) -> str:
    container = {"name": "main", "image": IMAGE, "command": ["sh", "-c", script]}
    spec = {"containers": [{**container, **more}], "terminationGracePeriodSeconds": 1}
    spec |= json.loads(os.environ.get("WATCHBELL_TEST_POD", "{}"))
    return json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "any"}, "spec": spec})


class TestKubernetes(ExecutorSuite):
    row = "kubernetes (real)"
    not_applicable = {
        Cell.STREAMS: "the API of Kubernetes gives both streams as one",
        Cell.BYTES: "what is not UTF-8 depends on the runtime of the node; Docker's replaces it",
    }
    short_timeout = 15.0
    patience = 180.0

    @pytest.fixture(autouse=True)
    def _use(self, api: Api) -> None:
        self._api = api
        self._pods = f"/api/v1/namespaces/{api.namespace}/pods"

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        config = {"kubeconfig": CONFIG, "manifest": pod(_SHELL[behaviour])}
        return {"task_type": "kubernetes", "task_config": config}

    def leftovers(self, product: Product, execution_id: str) -> Sequence[object]:
        found = self._objects(execution_id)
        return [one for one in found if one["status"]["phase"] in ("Pending", "Running")]

    def _objects(self, execution_id: str) -> list[dict[str, Any]]:
        return self._api.list(self._pods, labelSelector=f"{LABEL}={execution_id}")

    def lose(self, product: Product, execution_id: str) -> None:
        """As if the cluster had forgotten it while Watchbell was away."""
        product.kill()
        self._api.delete(f"/apis/batch/v1/namespaces/{self._api.namespace}/jobs/{name_of(execution_id)}")
        for one in self._objects(execution_id):
            self._api.delete(f"{self._pods}/{one['metadata']['name']}", grace=1)
        product.until(lambda: not self._objects(execution_id), self.patience)
        product.start()

    def test_an_image_that_is_not_there_is_told(self, product: Product) -> None:
        config = {"kubeconfig": CONFIG, "image": "watchbell.invalid/none:1", "image_pull_policy": "Never"}
        product.define("no-image", task_type="kubernetes", task_config=config)
        done = product.run("no-image", timeout=self.patience)
        assert (done["status"], done["reason"]) == ("failed", "kubernetes_image")
        assert "ErrImageNeverPull" in done["error_message"]

    def test_a_pod_without_a_node_is_told(self, product: Product) -> None:
        selector = {"watchbell.io/nowhere": "true"}
        config = {"kubeconfig": CONFIG, "image": IMAGE, "node_selector": selector, "start_timeout": 5}
        product.define("no-node", task_type="kubernetes", task_config=config)
        done = product.run("no-node", timeout=self.patience)
        assert (done["status"], done["reason"]) == ("failed", "kubernetes_unschedulable")

    def test_a_program_that_does_not_exist_is_told(self, product: Product) -> None:
        manifest = pod("", command=["/nowhere/program"])
        config = {"kubeconfig": CONFIG, "manifest": manifest}
        product.define("no-program", task_type="kubernetes", task_config=config)
        done = product.run("no-program", timeout=self.patience)
        assert (done["status"], done["reason"]) == ("failed", "kubernetes_start")
        assert "/nowhere/program" in done["error_message"]

    def test_objects_are_applied_followed_checked_and_deleted(self, product: Product) -> None:
        labels = {"app": "watchbell-test"}
        template = {"metadata": {"labels": labels}, "spec": json.loads(pod("sleep 600"))["spec"]}
        deployment = {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "watchbell-test"},
            "spec": {"replicas": 1, "selector": {"matchLabels": labels}, "template": template},
        }
        ends = []
        for action, more in (
            ("apply", {"manifest": json.dumps(deployment)}),
            ("check", {"resources": ["deployment/watchbell-test"]}),
            ("delete", {"resources": ["deployment/watchbell-test"]}),
            ("check", {"resources": ["deployment/watchbell-test"]}),
        ):
            config = {"action": action, "kubeconfig": CONFIG, **more}
            product.define(f"objects-{action}", task_type="kubernetes", task_config=config)
            ends.append(product.run(f"objects-{action}", timeout=self.patience)["status"])
        assert ends == ["success", "success", "success", "failed"]
