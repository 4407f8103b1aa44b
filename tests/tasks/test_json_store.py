from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.task_store import TaskStoreContract
from watchbell.tasks.store import TaskStore
from watchbell.tasks.stores.json_files import JsonFilesTaskStore


@pytest.mark.django_db  # for those who listen
class TestTasksInJsonFiles(TaskStoreContract):
    @pytest.fixture
    def store(self, data_dir: Path) -> TaskStore:
        return JsonFilesTaskStore(data_dir / "conf")
