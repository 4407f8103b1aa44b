"""A product and a FAKE cluster (tests/fakes/kubernetes_api.py), which it may reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.kubernetes_api import FakeCluster
from watchbell.testing import Product

_SETTINGS = {"WATCHBELL_STOP_GRACE": "1", "WATCHBELL_OUTGOING_ALLOWED": "127.0.0.1"}


@pytest.fixture
def cluster() -> Iterator[FakeCluster]:
    with FakeCluster() as fake:
        yield fake


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("product"), **_SETTINGS) as running:
        yield running


@pytest.fixture
def fresh_product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "data", **_SETTINGS) as running:
        yield running


def sign_in(product: Product, cluster: FakeCluster, **more: Any) -> str:
    """Saves a kubeconfig for the fake cluster as a secret; returns its name."""
    name = f"cluster-{cluster.url.rpartition(':')[2]}{''.join(more)}"
    product.request("PUT", f"/api/secrets/{name}", {"value": cluster.kubeconfig(**more)})
    return name


def job(product: Product, cluster: FakeCluster, task_id: str, script: str, **config: Any) -> str:
    """A task that runs `sh -c script` as a Job on the fake cluster."""
    given = {
        "kubeconfig_secret": sign_in(product, cluster),
        "image": "local/sh",
        "command": ["sh", "-c"],
        "args": [script],
        **config,
    }
    options = {name: value for name, value in given.items() if value is not None}
    product.define(task_id, task_type="kubernetes", task_config=options)
    return task_id
