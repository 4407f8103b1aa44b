from __future__ import annotations

import pytest

from tests.contracts.task_store import TaskStoreContract
from watchbell.tasks.store import TaskStore, get_store
from watchbell.tasks.stores.database import DatabaseTaskStore


@pytest.mark.django_db
class TestTasksInTheDatabase(TaskStoreContract):
    @pytest.fixture
    def store(self) -> TaskStore:
        return DatabaseTaskStore()


def test_the_database_is_the_store_unless_another_is_set(data_dir: object) -> None:
    assert isinstance(get_store(), DatabaseTaskStore)
