from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.tasks.helpers import ran, seed, task
from watchbell.errors import Conflict, InvalidInput, NotFound, SystemFailure
from watchbell.kernel.status import Status
from watchbell.tasks import signals
from watchbell.tasks.backup import KEPT
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.stores.json_files import JsonFilesTaskStore

pytestmark = pytest.mark.django_db
_fork = multiprocessing.get_context("fork")


@pytest.fixture
def unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens, so that child processes need no database."""
    for one in (signals.tasks_saved, signals.task_saved, signals.task_deleted):
        monkeypatch.setattr(one, "send", lambda *_, **__: [])


def names(store: JsonFilesTaskStore) -> list[str]:
    return [one.task_id for one in store.get_all_tasks()]


def test_the_file_has_the_form_of_the_seed_and_keeps_what_others_wrote(
    json_store: JsonFilesTaskStore,
) -> None:
    json_store.file.path.parent.mkdir(parents=True)
    json_store.file.path.write_text(json.dumps({"tasks": [seed()]}))
    json_store.save_task(task())
    written = json.loads(json_store.file.path.read_text())["tasks"]
    assert written[0] == seed()
    assert [item["task_id"] for item in written] == ["test-task", "hello"]
    assert json_store.file.path.stat().st_mode & 0o777 == 0o644
    assert "测试任务" in json_store.file.path.read_text()


def test_a_new_file_is_for_its_owner_only(json_store: JsonFilesTaskStore) -> None:
    json_store.save_task(task())
    assert json_store.file.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        ('{"tasks": [', "json_malformed"),
        ('{"tasks": [], "tasks": []}', "json_duplicate_key"),
        ('{"tasks": [{"task_id": "x", "task_exec": "tasks/x.py", "task_retry": NaN}]}', "json_not_a_number"),
        ('{"tasks": [{"task_id": "x"}]}', "field_required"),
        ("[" * 50_000, "nested_too_deeply"),
    ],
)
def test_a_broken_file_changes_nothing_and_says_what_is_wrong(
    json_store: JsonFilesTaskStore, content: str, code: str
) -> None:
    """Faults 26, 29, 30."""
    json_store.save_task(task())
    json_store.file.path.write_text(content)
    assert names(json_store) == ["hello"]
    assert json_store.file.last_error is not None
    assert json_store.file.last_error.code == code
    for change in (lambda: json_store.save_task(task("other")), lambda: json_store.delete_task("hello")):
        with pytest.raises(Conflict, match=r"conf/tasks\.json") as refused:
            change()
        assert refused.value.code == "tasks_file_broken"
        assert json_store.file.last_error.message("zh").rstrip("。") in refused.value.message("zh")
    assert json_store.file.path.read_text() == content
    # A server that starts while it is broken knows the last good tasks as well.
    assert names(JsonFilesTaskStore(json_store.file.path.parent)) == ["hello"]


def test_a_file_that_vanished_does_not_take_the_tasks_with_it(json_store: JsonFilesTaskStore) -> None:
    json_store.save_task(task())
    json_store.file.path.unlink()
    assert names(json_store) == ["hello"]
    json_store.save_task(task("other"))
    assert names(JsonFilesTaskStore(json_store.file.path.parent)) == ["hello", "other"]


def test_a_mended_file_counts_again(json_store: JsonFilesTaskStore) -> None:
    json_store.save_task(task())
    good = json_store.file.path.read_text()
    json_store.file.path.write_text(good[:-20])
    assert names(json_store) == ["hello"]
    json_store.file.path.write_text(good.replace("hello", "howdy"))
    assert names(json_store) == ["howdy"]
    assert json_store.file.last_error is None


def test_a_link_into_a_git_folder_stays_a_link(json_store: JsonFilesTaskStore, tmp_path: Path) -> None:
    (tmp_path / "git").mkdir()
    json_store.file.path.parent.mkdir(parents=True)
    json_store.file.path.symlink_to(tmp_path / "git/tasks.json")
    json_store.save_task(task())
    assert json_store.file.path.is_symlink()
    assert "hello" in (tmp_path / "git/tasks.json").read_text()


def test_each_state_has_a_backup_that_can_be_restored(json_store: JsonFilesTaskStore) -> None:
    for number in range(3):
        json_store.save_task(task(task_desc=f"state {number}"))
    copies = [copy for copy in json_store.file.backups.all() if not copy.daily]
    assert len(copies) == 3
    json_store.file.path.write_text("broken by hand")
    json_store.file.restore(copies[-1].name)
    kept = json_store.get_task_by_id("hello")
    assert kept is not None
    assert kept.task_desc == "state 0"
    assert b"broken by hand" in {
        json_store.file.backups.read(copy.name) for copy in json_store.file.backups.all()
    }
    assert sum(copy.daily for copy in json_store.file.backups.all()) == 1


def test_the_oldest_backups_make_room(json_store: JsonFilesTaskStore) -> None:
    for number in range(KEPT + 5):
        json_store.file.backups.take(f"{number}".encode())
    copies = [copy for copy in json_store.file.backups.all() if not copy.daily]
    assert len(copies) == KEPT
    assert json_store.file.backups.read(copies[0].name) == f"{KEPT + 4}".encode()


@pytest.mark.parametrize("name", ["../tasks.json", "tasks-20260301T120000000000Z.json", "last-good.json", ""])
def test_only_backups_can_be_restored(json_store: JsonFilesTaskStore, name: str) -> None:
    json_store.save_task(task())
    with pytest.raises(NotFound):
        json_store.file.restore(name)


def test_what_others_changed_in_the_file_is_told(json_store: JsonFilesTaskStore) -> None:
    heard: list[tuple[str, bool]] = []

    def on_saved(task: TaskDefinition, previous: TaskDefinition | None, **_: Any) -> None:
        heard.append((task.task_id, previous is not None))

    def on_deleted(task_id: str, **_: Any) -> None:
        heard.append((f"-{task_id}", True))

    signals.task_saved.connect(on_saved)
    signals.task_deleted.connect(on_deleted)
    json_store.save_tasks([task("a"), task("b")])
    elsewhere = [task("b", task_desc="new").to_sparse_json(), task("c").to_sparse_json()]
    json_store.file.path.write_text(json.dumps({"tasks": elsewhere}))
    json_store.sync(known=["z"])
    json_store.sync()
    assert heard == [("a", False), ("b", False), ("b", True), ("c", False), ("-a", True), ("-z", True)]


def test_a_file_whose_tasks_need_each_other_in_a_circle_is_refused(json_store: JsonFilesTaskStore) -> None:
    json_store.save_task(task())
    tasks = [task("a", task_dependencies=["b"]), task("b", task_dependencies=["a"])]
    json_store.file.path.write_text(json.dumps({"tasks": [one.to_json() for one in tasks]}, indent=1))
    with pytest.raises(InvalidInput, match="a → b → a"):
        json_store.sync()
    assert names(json_store) == ["hello"]


@pytest.mark.django_db(transaction=True)
def test_history_and_status_follow_what_ran(json_store: JsonFilesTaskStore) -> None:
    json_store.save_task(task())
    row = ran("hello", Status.FAILED)
    (only,) = json_store.get_task_history("hello")
    assert (only.execution_id, only.status) == (row.execution_id, "failed")
    status = json_store.get_task_status("hello")
    assert status is not None
    assert (status["status"], status["streak"], status["last_execution_id"]) == (
        "failed",
        1,
        row.execution_id,
    )


def test_a_damaged_history_is_put_aside(json_store: JsonFilesTaskStore) -> None:
    json_store.save_task(task())
    history = json_store.file.path.with_name("task_history.json")
    history.write_text("{half")
    assert json_store.get_task_history("hello") == []
    assert [path.read_text() for path in history.parent.glob("task_history.json.damaged-*")] == ["{half"]


def test_a_full_disk_leaves_the_file_as_it_was(
    json_store: JsonFilesTaskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E-26: a naive save on a full disk destroyed the only copy."""
    json_store.save_task(task())
    before = json_store.file.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SystemFailure, match="the disk is full"):
        json_store.save_task(task("other"))
    assert json_store.file.path.read_bytes() == before
    assert not list(json_store.file.path.parent.glob(".*.tmp"))


def test_the_file_is_whole_whenever_its_writer_is_killed(
    json_store: JsonFilesTaskStore, unheard: None
) -> None:
    """Fault 27, E-26: kill -9 at random moments; what was acknowledged is there."""
    json_store.save_tasks([task(f"filler{number}", task_desc="x" * 8_000) for number in range(15)])
    saved = _fork.Value("i", 0)

    def keep_saving() -> None:
        store = JsonFilesTaskStore(json_store.file.path.parent)
        while True:
            number = saved.value + 1
            store.save_task(task(task_desc=str(number)))
            saved.value = number

    for _ in range(48):
        writer = _fork.Process(target=keep_saving)
        before = saved.value
        writer.start()
        while saved.value == before:
            time.sleep(0.001)
        time.sleep(random.uniform(0, 0.02))
        assert writer.pid
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        fresh = JsonFilesTaskStore(json_store.file.path.parent)
        kept = fresh.get_task_by_id("hello")
        assert fresh.file.last_error is None
        assert kept is not None
        assert saved.value <= int(kept.task_desc) <= saved.value + 1
        assert len(names(fresh)) == 16
        saved.value = int(kept.task_desc)
    fresh.save_task(task("last"))
    assert not list(json_store.file.path.parent.glob(".tasks.json.*.tmp"))


def test_no_save_of_several_processes_is_lost(json_store: JsonFilesTaskStore, unheard: None) -> None:
    """E-26: rename without a lock lost 226 of 400."""

    def save(writer: int) -> None:
        store = JsonFilesTaskStore(json_store.file.path.parent)
        for number in range(10):
            store.save_task(task(f"w{writer}-{number}"))

    writers = [_fork.Process(target=save, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        json.loads(json_store.file.path.read_text() if json_store.file.path.exists() else "{}")
        time.sleep(0.002)
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert len(names(json_store)) == 40
