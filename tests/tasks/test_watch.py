from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import pytest

from tests.tasks.helpers import SEED_TASKS, task
from watchbell import conf
from watchbell.tasks.models import TaskSchedule
from watchbell.tasks.store import get_store
from watchbell.tasks.stores.json_files import JsonFilesTaskStore
from watchbell.tasks.watch import TasksFileWatcher, apply_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(data_dir: Path) -> Path:
    (data_dir / "conf").mkdir()
    return data_dir / "conf/tasks.json"


def write(file: Path, *tasks: object) -> None:
    file.write_text(json.dumps({"tasks": [one.to_sparse_json() for one in tasks]}))  # type: ignore[attr-defined]


def names() -> list[str]:
    return [one.task_id for one in get_store().get_all_tasks()]


def test_the_file_is_applied_at_the_start_and_when_it_changes(file: Path) -> None:
    watcher = TasksFileWatcher(file, apply_file)
    assert watcher.check() is True  # there is no file, which is no error
    file.write_bytes(SEED_TASKS.read_bytes())
    assert watcher.check() is True
    assert names() == ["test-task"]
    assert watcher.check() is False
    write(file, task("a"))
    assert watcher.check() is True
    # What is missing in the file is left alone: others are kept in the database only.
    assert names() == ["a", "test-task"]
    assert watcher.applied_at is not None


def test_a_broken_file_changes_nothing_and_the_log_says_where(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 26."""
    write(file, task("a"))
    watcher = TasksFileWatcher(file, apply_file)
    watcher.check()
    file.write_text('{"tasks": [\n  {"task_id": "a", "task_exec": "tasks/a.py",\n   "task_retri": 1}\n]}')
    with caplog.at_level(logging.ERROR, "watchbell.tasks"):
        assert watcher.check() is False
        assert watcher.check() is False
    assert len(caplog.records) == 1
    assert "line 3, tasks[0].task_retri: There is no field 'task_retri'." in caplog.text
    assert watcher.last_error is not None
    assert watcher.last_error.message("zh") == "没有字段“task_retri”。"
    write(file, task("b"))
    assert watcher.check() is True
    assert watcher.last_error is None
    assert names() == ["a", "b"]


def test_the_log_is_in_the_language_of_the_installation(
    file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHBELL_LANGUAGE", "zh")
    conf.get_settings.cache_clear()
    watcher = TasksFileWatcher(file, apply_file)
    caplog.set_level(logging.INFO, "watchbell.tasks")
    write(file, task("a"))
    watcher.check()
    file.write_text('{"tasks": [{"task_id": "A!"}]}')
    watcher.check()

    applied, broken = (one.getMessage() for one in caplog.records if one.name == "watchbell.tasks")
    assert "已应用：新建 1" in applied
    assert "未被应用" in broken and "第 1 行" in broken and "line" not in broken


def test_a_restart_does_not_undo_what_was_edited_since(file: Path) -> None:
    write(file, task("a", task_desc="from the file"))
    TasksFileWatcher(file, apply_file).check()
    get_store().save_task(task("a", task_desc="edited on the page"))
    TasksFileWatcher(file, apply_file).check()
    kept = get_store().get_task_by_id("a")
    assert kept is not None
    assert kept.task_desc == "edited on the page"


def test_with_json_files_the_file_is_the_truth(json_store: JsonFilesTaskStore) -> None:
    json_store.save_tasks([task("a", task_schedule="0 3 * * *"), task("b", task_schedule="0 4 * * *")])
    TaskSchedule.objects.get_or_create(task_id="gone", position=0, defaults={"schedule": {}})
    watcher = TasksFileWatcher(json_store.file.path, apply_file)
    assert watcher.check() is True
    write(json_store.file.path, task("b", task_schedule="0 5 * * *"))
    assert watcher.check() is True
    assert names() == ["b"]
    planned = list(TaskSchedule.objects.values_list("task_id", "schedule__cron"))
    assert planned == [("b", "0 5 * * *")]


def test_a_failure_of_the_database_is_tried_again(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    tries: list[Path] = []

    def apply(path: Path) -> None:
        tries.append(path)
        if len(tries) < 3:
            raise OSError("the database is away")

    watcher = TasksFileWatcher(file, apply, interval=0.01)
    watcher.start()
    deadline = time.monotonic() + 10
    while watcher.applied_at is None and time.monotonic() < deadline:
        time.sleep(0.01)
    watcher.close()
    assert len(tries) == 3
    assert "could not be applied" in caplog.text
