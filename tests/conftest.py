"""The small known world of every test: a data directory of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchbell import conf


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data directory that the settings of this test point to."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("WATCHBELL_DATA_DIR", str(folder))
    conf.get_settings.cache_clear()
    yield folder
    conf.get_settings.cache_clear()
