"""What every TaskStore does. A suite subclasses `TaskStoreContract` and gives it a `store` fixture."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from watchbell.errors import ConfigurationError, Conflict, DependencyError, EditedMeanwhile
from watchbell.kernel.ids import new_id
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.signals import task_deleted, task_deleting, task_saved, tasks_saved
from watchbell.tasks.store import TaskExecution, TaskStore

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def task(task_id: str = "hello", **fields: Any) -> TaskDefinition:
    return TaskDefinition.read({"task_id": task_id, "task_exec": "tasks/hello.py", **fields})


class TaskStoreContract:
    def test_a_saved_task_comes_back_as_it_was(self, store: TaskStore) -> None:
        saved = task(task_name="你好", task_env={"A": "值"}, task_schedule=[{"every": "5m"}, "0 3 * * *"])
        store.save_task(saved)
        assert store.get_task_by_id("hello") == saved
        assert store.get_all_tasks() == [saved]

    def test_tasks_are_listed_by_id(self, store: TaskStore) -> None:
        for name in ("c", "a", "b"):
            store.save_task(task(name))
        assert [one.task_id for one in store.get_all_tasks()] == ["a", "b", "c"]
        assert store.get_tasks(["a", "c", "zzz"]).keys() == {"a", "c"}

    def test_a_task_that_does_not_exist_is_none(self, store: TaskStore) -> None:
        assert store.get_task_by_id("nobody") is None
        assert store.get_record("nobody") is None
        assert store.get_all_tasks() == []

    def test_the_version_changes_exactly_when_the_definition_does(self, store: TaskStore) -> None:
        first = store.save_task(task())
        again = store.save_task(task())
        changed = store.save_task(task(task_desc="new"))
        assert first == again != changed
        record = store.get_record("hello")
        assert record is not None
        assert record.version == changed

    def test_the_second_of_two_editors_is_refused(self, store: TaskStore) -> None:
        """Fault 28."""
        seen = store.save_task(task())
        store.save_task(task(task_desc="first editor"), expected_version=seen)
        with pytest.raises(EditedMeanwhile):
            store.save_task(task(task_desc="second editor"), expected_version=seen)
        kept = store.get_task_by_id("hello")
        assert kept is not None
        assert kept.task_desc == "first editor"

    def test_creating_a_task_that_exists_is_a_conflict(self, store: TaskStore) -> None:
        store.save_task(task(), expected_version=0)
        with pytest.raises(Conflict):
            store.save_task(task(task_desc="other"), expected_version=0)

    def test_editing_a_task_that_is_gone_is_refused(self, store: TaskStore) -> None:
        version = store.save_task(task())
        store.delete_task("hello")
        with pytest.raises(EditedMeanwhile):
            store.save_task(task(), expected_version=version)

    def test_a_deleted_task_is_gone(self, store: TaskStore) -> None:
        store.save_task(task())
        assert store.delete_task("hello") is True
        assert store.delete_task("hello") is False
        assert store.get_task_by_id("hello") is None

    def test_an_unknown_dependency_is_refused_by_name(self, store: TaskStore) -> None:
        """Fault 31."""
        with pytest.raises(DependencyError) as refused:
            store.save_task(task(task_dependencies=["ghost"]))
        assert refused.value.field == "task_dependencies[0]"
        assert "ghost" in str(refused.value)
        assert store.get_all_tasks() == []

    def test_a_circle_of_dependencies_is_refused_and_named(self, store: TaskStore) -> None:
        """Fault 31."""
        store.save_task(task("a"))
        store.save_task(task("b", task_dependencies=["a"]))
        store.save_task(task("c", task_dependencies=["b"]))
        with pytest.raises(DependencyError, match="a → c → b → a"):
            store.save_task(task("a", task_dependencies=["c"]))

    def test_tasks_saved_together_may_depend_on_each_other(self, store: TaskStore) -> None:
        versions = store.save_tasks([task("b", task_dependencies=["a"]), task("a")])
        assert versions.keys() == {"a", "b"}

    def test_of_tasks_saved_together_all_are_saved_or_none(self, store: TaskStore) -> None:
        with pytest.raises(DependencyError):
            store.save_tasks([task("a"), task("b", task_dependencies=["ghost"])])
        assert store.get_all_tasks() == []

    def test_a_task_that_others_need_is_not_deleted(self, store: TaskStore) -> None:
        store.save_tasks([task("a"), task("b", task_dependencies=["a"])])
        with pytest.raises(Conflict, match="b"):
            store.delete_task("a")
        assert store.get_task_by_id("a") is not None

    def test_whoever_uses_a_task_may_refuse_that_it_is_deleted(self, store: TaskStore) -> None:
        def refuse(task_id: str, **_: Any) -> None:
            raise Conflict("task_in_pipelines", name=task_id, dependents="user")

        store.save_task(task())
        task_deleting.connect(refuse)
        with pytest.raises(Conflict, match="user"):
            store.delete_task("hello")
        task_deleting.disconnect(refuse)
        assert store.delete_task("hello") is True

    def test_whoever_listens_hears_of_each_change_once(self, store: TaskStore) -> None:
        heard: list[Any] = []

        def on_saved(task: TaskDefinition, previous: TaskDefinition | None, **_: Any) -> None:
            heard.append((task.task_id, task.task_desc, previous and previous.task_desc))

        def on_batch(tasks: list[Any], **_: Any) -> None:
            heard.append(len(tasks))

        def on_deleted(task_id: str, **_: Any) -> None:
            heard.append(task_id)

        task_saved.connect(on_saved)
        tasks_saved.connect(on_batch)
        task_deleted.connect(on_deleted)
        store.save_task(task(task_desc="1"))
        store.save_task(task(task_desc="1"))
        store.save_task(task(task_desc="2"))
        store.delete_task("hello")
        assert heard == [1, ("hello", "1", None), 1, ("hello", "2", "1"), "hello"]

    def test_history_comes_newest_first_and_limited(self, store: TaskStore) -> None:
        store.save_task(task())
        for minute in range(12):
            start = NOON + timedelta(minutes=minute)
            store.save_task_execution(
                TaskExecution(
                    "hello", new_id(), start, start + timedelta(seconds=2), "failed", minute, "oops"
                )
            )
        history = store.get_task_history("hello")
        assert [one.return_code for one in history] == list(range(11, 1, -1))
        assert [one.return_code for one in store.get_task_history("hello", limit=2)] == [11, 10]
        assert (history[0].duration, history[0].error_message) == (2.0, "oops")
        assert history[0].start_time == NOON + timedelta(minutes=11)
        assert store.get_task_history("other") == []

    def test_an_execution_that_has_ended_is_never_changed(self, store: TaskStore) -> None:
        store.save_task(task())
        name = new_id()
        store.save_task_execution(TaskExecution("hello", name, NOON))
        store.save_task_execution(TaskExecution("hello", name, NOON, NOON, "success", 0))
        store.save_task_execution(TaskExecution("hello", name, NOON, NOON, "failed", 1))
        (only,) = store.get_task_history("hello")
        assert (only.status, only.return_code) == ("success", 0)

    def test_the_status_of_a_task_is_kept(self, store: TaskStore) -> None:
        store.save_task(task())
        store.update_task_status("hello", "failed")
        store.update_task_status("hello", {"streak": 3, "last_run_at": NOON})
        status = store.get_task_status("hello")
        assert status is not None
        assert (status["status"], status["streak"], status["last_run_at"]) == ("failed", 3, NOON)
        assert status["last_success_at"] is None
        assert status["recent"] == []
        assert store.get_task_status("nobody") is None

    @pytest.mark.parametrize("told_before", [True, False])
    def test_the_end_of_an_execution_is_how_its_task_did(self, store: TaskStore, told_before: bool) -> None:
        store.save_task(task())
        name, end = new_id(), NOON + timedelta(seconds=2)
        if told_before:
            store.save_task_execution(TaskExecution("hello", name, NOON))
            assert store.get_task_status("hello") is None
        store.save_task_execution(TaskExecution("hello", name, NOON, end, "success", 0))
        status = store.get_task_status("hello")
        assert status is not None
        (only,) = status.pop("recent")
        assert (only["execution_id"], only["status"], only["duration"]) == (name, "success", 2.0)
        assert only["created_at"] == NOON.isoformat()
        assert status == {
            "task_id": "hello",
            "status": "success",
            "reason": "",
            "last_execution_id": name,
            "last_run_at": NOON,
            "last_success_at": end,
            "streak": 0,
        }

    def test_failures_in_a_row_are_counted_and_what_was_skipped_is_none(self, store: TaskStore) -> None:
        store.save_task(task())
        for minute, status in enumerate(("success", "failed", "timeout", "skipped")):
            start = NOON + timedelta(minutes=minute)
            store.save_task_execution(TaskExecution("hello", new_id(), start, start, status))
        known = store.get_task_status("hello")
        assert known is not None
        assert (known["status"], known["streak"], len(known["recent"])) == ("timeout", 2, 4)
        assert (known["last_run_at"], known["last_success_at"]) == (NOON + timedelta(minutes=2), NOON)

    @pytest.mark.parametrize("limit", [-1, "many", True])
    def test_what_is_no_number_of_entries_is_refused(self, store: TaskStore, limit: Any) -> None:
        store.save_task(task())
        with pytest.raises(ConfigurationError) as refused:
            store.get_task_history("hello", limit)
        assert refused.value.field == "limit"
        assert store.get_task_history("hello", 0) == []

    @pytest.mark.parametrize("status", ["running", "success"])
    def test_a_start_that_is_told_later_counts(self, store: TaskStore, status: str) -> None:
        store.save_task(task())
        name, later, end = new_id(), NOON + timedelta(seconds=3), NOON + timedelta(seconds=5)
        store.save_task_execution(TaskExecution("hello", name, NOON))
        store.save_task_execution(TaskExecution("hello", name, later))
        store.save_task_execution(TaskExecution("hello", name, None))
        store.save_task_execution(TaskExecution("hello", name, None, status="pending"))
        if status == "success":
            store.save_task_execution(TaskExecution("hello", name, None, end, "success", 0, duration=99))
        (only,) = store.get_task_history("hello")
        assert (only.status, only.start_time) == (status, later)
        assert only.duration == (2.0 if status == "success" else None)

    def test_a_status_that_does_not_exist_is_refused(self, store: TaskStore) -> None:
        with pytest.raises(ConfigurationError):
            store.update_task_status("hello", "finished")
        with pytest.raises(ConfigurationError):
            store.update_task_status("hello", {"colour": "green"})
