from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.launcher.house import House


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A launcher of its own, for tests that kill it."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    one = House()
    yield one
    one.leave()


@pytest.fixture(scope="session")
def home() -> Iterator[House]:
    """One launcher for all tests that leave it alive."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        one = House()
    yield one
    one.leave()
