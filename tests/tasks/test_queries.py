from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.tasks.helpers import ran, saved, task
from watchbell import conf
from watchbell.errors import ConfigurationError
from watchbell.executions.models import Execution
from watchbell.kernel.status import Status
from watchbell.tasks.models import TaskSchedule
from watchbell.tasks.queries import TaskFilter, get_item, list_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["database", "json_files"], autouse=True)
def store(request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lists are the same wherever the definitions are kept."""
    monkeypatch.setenv("WATCHBELL_TASK_STORE", request.param)
    conf.get_settings.cache_clear()
    yield


def names(wanted: TaskFilter | None = None) -> list[str]:
    return [item.task.task_id for item in list_tasks(wanted).items]


def test_tasks_come_by_name_a_page_at_a_time() -> None:
    saved(*(task(f"t{number}", task_name=f"Name {number // 2}") for number in range(7)))
    seen, cursor = [], None
    while True:
        page = list_tasks(cursor=cursor, limit=2)
        seen += [item.task.task_id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [f"t{number}" for number in range(7)]


def test_a_task_added_meanwhile_neither_repeats_nor_hides_another() -> None:
    saved(task("a"), task("c"), task("d"))
    first = list_tasks(limit=2)
    saved(task("b"))
    rest = list_tasks(cursor=first.next_cursor)
    assert [item.task.task_id for item in first.items + rest.items] == ["a", "c", "d"]


@pytest.mark.parametrize("cursor", ["x", "bm9uc2Vuc2U", "WyJhIl0", "W1tdLFtdXQ", "é"])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(ConfigurationError):
        list_tasks(cursor=cursor)


def test_tasks_are_found_by_what_people_remember() -> None:
    saved(
        task("nightly", task_name="夜间备份", task_tags=["db", "prod"]),
        task("report", task_desc="100% of last month", task_type="shell"),
        task("off", task_enabled=False, task_tags=["prod-old"]),
    )
    assert names(TaskFilter(q="备份")) == names(TaskFilter(q="NIGHT")) == ["nightly"]
    assert names(TaskFilter(q="100%")) == names(TaskFilter(type="shell")) == ["report"]
    assert names(TaskFilter(q="100_")) == []
    assert names(TaskFilter(tag="prod")) == ["nightly"]
    assert names(TaskFilter(tag="Prod")) == names(TaskFilter(tag="pro")) == []
    assert names(TaskFilter(enabled=False)) == ["off"]
    assert names(TaskFilter(q="prod", enabled=False)) == ["off"]


def test_tasks_are_found_by_how_they_stand() -> None:
    saved(*(task(name) for name in ("bad", "good", "never", "busy", "waiting")))
    ran("bad", Status.FAILED)
    ran("good")
    ran("busy", Status.FAILED)
    Execution.objects.create(origin="task:busy", status="running")
    Execution.objects.create(origin="task:waiting")
    assert names(TaskFilter(status=["failed"])) == ["bad", "busy"]
    assert names(TaskFilter(status=["running"])) == ["busy"]
    assert names(TaskFilter(status=["success", "pending"])) == ["good", "waiting"]
    with pytest.raises(ConfigurationError):
        TaskFilter(status=["great"])


def test_each_task_comes_with_how_it_stands() -> None:
    saved(task("a", task_schedule="0 3 * * *"), task("b", task_dependencies=["a"], task_enabled=False))
    last = ran("a", Status.FAILED)
    Execution.objects.filter(origin="task:b").delete()
    running = Execution.objects.create(origin="task:a", status="running")
    waiting = Execution.objects.create(origin="task:a")
    due = timezone.now() + timedelta(hours=1)
    TaskSchedule.objects.update_or_create(task_id="a", position=0, defaults={"next_run_at": due})
    a, b = list_tasks().items
    assert (a.status, a.last_status, a.streak, a.next_run) == ("running", "failed", 1, due)
    assert (a.running, a.pending, a.dependents) == ([running.pk], [waiting.pk], ("b",))
    assert a.last_execution == last
    assert a.recent[0]["status"] == "failed"
    assert (b.status, b.next_run, b.running, b.dependents) == ("skipped", None, [], ())
    assert get_item("a") == a
    assert get_item("nobody") is None


def test_the_number_of_queries_does_not_grow_with_the_tasks() -> None:
    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            list_tasks(limit=limit)
        return len(captured)

    saved(*(task(f"t{number}") for number in range(60)))
    for number in range(60):
        ran(f"t{number}")
    list_tasks()
    assert queries(50) == queries(1) <= 6


def test_columns_of_the_last_execution_can_be_left_out() -> None:
    saved(task("a"))
    ran("a")
    page = list_tasks(executions=lambda rows: rows.defer("result"))
    assert page.items[0].last_execution is not None
    assert page.items[0].last_execution.get_deferred_fields() == {"result"}
