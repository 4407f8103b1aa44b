"""A product whose requests may go to this machine, and the token for the fake GitLab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.gitlab import TOKEN
from watchbell.testing import Product

_HERE = {"WATCHBELL_STOP_GRACE": "1", "WATCHBELL_OUTGOING_ALLOWED": "127.0.0.1"}


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("product"), **_HERE) as running:
        running.request("PUT", "/api/secrets/gitlab-token", {"value": TOKEN})
        yield running


@pytest.fixture
def fresh_product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "data", **_HERE) as running:
        running.request("PUT", "/api/secrets/gitlab-token", {"value": TOKEN})
        yield running
