"""A real Docker engine, and products that use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from watchbell.testing import Product


@pytest.fixture(scope="session")
def engine() -> Iterator[object]:
    from tests.executors.docker.engine import engine_class, missing

    if why := missing():
        pytest.skip(f"docker is not tested: {why}")
    try:
        running = engine_class()()
    except RuntimeError as error:
        pytest.skip(f"docker is not tested: {error}")
    yield running
    running.close()


@pytest.fixture(scope="session")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that containers may mount."""
    return tmp_path_factory.mktemp("mounted")


@pytest.fixture(scope="package")
def product(engine, mounted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("docker-product")
    with Product(folder, **settings(engine, mounted)) as running:
        yield running


@pytest.fixture
def fresh_product(engine, mounted: Path, tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "data", **settings(engine, mounted)) as running:
        yield running


def settings(engine, mounted: Path) -> dict[str, str]:
    return {
        "WATCHBELL_STOP_GRACE": "1",
        **engine.settings,
        "WATCHBELL_DOCKER_HOST": engine.host,
        "WATCHBELL_DOCKER_MOUNTS": str(mounted),
    }
