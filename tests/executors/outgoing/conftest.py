"""A data directory of its own, and the setting that opens the way in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from watchbell import conf


@pytest.fixture(autouse=True)
def _world(data_dir: Path) -> Path:
    return data_dir


@pytest.fixture
def allow(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def change(setting: str) -> None:
        monkeypatch.setenv("WATCHBELL_OUTGOING_ALLOWED", setting)
        conf.get_settings.cache_clear()

    return change
