"""A product with the dummy executor of another package, and a target for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.executors.target import Target
from watchbell.testing import Product

PLUGIN = str(Path(__file__).parents[1] / "plugin")


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Target]:
    folder = tmp_path / "target"
    folder.mkdir()
    with Target(folder) as running:
        yield running


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("product")
    with Product(folder, WATCHBELL_STOP_GRACE="1", PYTHONPATH=PLUGIN) as running:
        yield running


@pytest.fixture
def fresh_product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "data", WATCHBELL_STOP_GRACE="1", PYTHONPATH=PLUGIN) as running:
        yield running
