from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from watchbell import conf
from watchbell.tasks.dependencies_index import index
from watchbell.tasks.stores.json_files import JsonFilesTaskStore


@pytest.fixture(autouse=True)
def _fresh_index() -> Iterator[None]:
    """Tests undo what they saved without anybody being told."""
    index.invalidate()
    yield
    index.invalidate()


@pytest.fixture
def json_store(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> JsonFilesTaskStore:
    """An installation that keeps its tasks in JSON files."""
    from watchbell.tasks.store import get_store

    monkeypatch.setenv("WATCHBELL_TASK_STORE", "json_files")
    conf.get_settings.cache_clear()
    store = get_store()
    assert isinstance(store, JsonFilesTaskStore)
    return store
