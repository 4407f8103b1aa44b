"""Watchbell itself, with the plugin installed beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from watchbell.testing import Product


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("shared") / "data", WATCHBELL_STOP_GRACE="1") as running:
        yield running


@pytest.fixture
def fresh_product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "data", WATCHBELL_STOP_GRACE="1") as running:
        yield running
