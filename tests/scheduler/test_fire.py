"""Every tick leaves exactly one row, which ran or says why it did not."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from watchbell.executions.models import Execution
from watchbell.executions.transition import finish, start
from watchbell.kernel.status import Status
from watchbell.scheduler.fire import fire_due, next_due
from watchbell.scheduler.planner import plan_all
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.models import TaskSchedule
from watchbell.tasks.store import get_store

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def scheduled(now: datetime = NOON, **fields: object) -> TaskDefinition:
    """A task due each minute, known to the scheduler since `now`."""
    task = TaskDefinition.read(
        {
            "task_id": "t",
            "task_type": "command",
            "task_exec": "true",
            "task_schedule": "* * * * *",
            "task_timezone": "UTC",
            **fields,
        }
    )
    get_store().save_task(task)
    TaskSchedule.objects.all().delete()
    plan_all([task], now)
    return task


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def fire_all(now: datetime) -> None:
    while fire_due(now):
        pass


def reasons() -> Counter[str]:
    return Counter(row.reason or row.status for row in Execution.objects.all())


def test_nothing_is_due_before_its_time() -> None:
    scheduled()
    assert next_due() == minutes(1)
    assert fire_due(minutes(1) - timedelta(microseconds=1)) == 0


def test_a_due_tick_becomes_one_pending_row_with_what_shall_run() -> None:
    scheduled()
    fire_all(minutes(1))
    row = Execution.objects.select_related("definition").get()
    assert (row.status, row.trigger, row.scheduled_for) == ("pending", "schedule", minutes(1))
    assert row.definition and row.definition.body["program"] == "true"
    assert next_due() == minutes(2)


def test_a_clock_set_back_decides_no_tick_again() -> None:
    """Fault 35."""
    scheduled(task_overlap="allow")
    fire_all(minutes(3))
    fire_all(minutes(1))
    assert Execution.objects.count() == 3
    TaskSchedule.objects.update(next_run_at=minutes(1))
    fire_all(minutes(3))
    assert Execution.objects.count() == 3


def test_latest_runs_the_newest_of_what_was_missed() -> None:
    """Fault 42."""
    scheduled(task_overlap="allow", task_misfire={"policy": "latest", "grace": 10})
    fire_all(minutes(60.5))
    assert reasons() == {"missed": 59, "pending": 1}
    assert Execution.objects.get(status="pending").scheduled_for == minutes(60)


def test_all_runs_the_newest_up_to_the_cap() -> None:
    scheduled(task_overlap="allow", task_misfire={"policy": "all", "cap": 5})
    fire_all(minutes(60.5))
    assert reasons() == {"missed": 55, "pending": 5}


def test_skip_runs_none_that_is_late() -> None:
    scheduled(task_misfire={"policy": "skip", "grace": 10})
    fire_all(minutes(60.5))
    assert reasons() == {"missed": 60}


def test_far_behind_means_many_batches_and_still_one_row_for_each_tick() -> None:
    scheduled(task_overlap="allow", task_misfire={"policy": "all", "cap": 100})
    fire_all(minutes(3 * 1440))
    assert reasons() == {"missed": 3 * 1440 - 100, "pending": 100}
    ticks = Execution.objects.values_list("scheduled_for", flat=True)
    assert len(set(ticks)) == 3 * 1440
    assert Execution.objects.filter(status="pending").order_by("scheduled_for")[0].scheduled_for == minutes(
        3 * 1440 - 99
    )


def test_a_switched_off_task_leaves_rows_that_say_so() -> None:
    scheduled(task_enabled=False)
    fire_all(minutes(2))
    assert reasons() == {"paused": 2}


def test_a_tick_while_the_last_one_runs_is_skipped_and_says_overlap() -> None:
    scheduled()
    fire_all(minutes(1))
    start(Execution.objects.get())
    fire_all(minutes(2))
    assert reasons() == {"running": 1, "overlap": 1}


def test_replace_asks_the_older_one_to_stop() -> None:
    scheduled(task_overlap="replace")
    fire_all(minutes(1))
    start(Execution.objects.get())
    fire_all(minutes(2))
    older, newer = Execution.objects.order_by("execution_id")
    assert older.cancel_requested and older.reason == "replaced"
    assert newer.status == "pending" and newer.exclusive


def test_a_tick_whose_dependency_did_not_succeed_says_so() -> None:
    get_store().save_task(
        TaskDefinition.read({"task_id": "first", "task_type": "command", "task_exec": "true"})
    )
    scheduled(task_dependencies=["first"])
    fire_all(minutes(1))
    assert reasons() == {"dependency_failed": 1}


def test_a_tick_runs_when_its_dependency_has_succeeded_since() -> None:
    first = TaskDefinition.read({"task_id": "first", "task_type": "command", "task_exec": "true"})
    get_store().save_task(first)
    scheduled(task_dependencies=["first"])
    row = Execution.objects.create(origin="task:first")
    start(row)
    finish(row, Status.SUCCESS)
    fire_all(minutes(1))
    assert Execution.objects.get(origin="task:t").status == "pending"


def test_a_fixed_time_in_a_fold_runs_once() -> None:
    """Fault 39: in Berlin 02:30 comes twice on 25 October 2026."""
    start_of_night = datetime(2026, 10, 24, 22, tzinfo=UTC)
    scheduled(start_of_night, task_schedule="30 2 * * *", task_timezone="Europe/Berlin")
    fire_all(start_of_night + timedelta(hours=12))
    assert [row.scheduled_for for row in Execution.objects.all()] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    ]


def test_both_passes_of_a_fold_are_two_ticks_of_a_wildcard() -> None:
    start_of_night = datetime(2026, 10, 24, 22, tzinfo=UTC)
    scheduled(
        start_of_night,
        task_schedule="30 * * * *",
        task_timezone="Europe/Berlin",
        task_misfire={"policy": "latest", "grace": 0},
    )
    fire_all(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert reasons() == {"missed": 3, "pending": 1}


def test_an_edit_that_keeps_the_schedule_loses_no_tick() -> None:
    task = scheduled()
    plan_all([task], minutes(5))
    assert next_due() == minutes(1)


def test_a_changed_schedule_counts_from_now() -> None:
    task = scheduled()
    plan_all([TaskDefinition.read({**task.to_json(), "task_schedule": "0 13 * * *"})], minutes(5))
    assert next_due() == minutes(60)


def test_two_schedules_with_the_same_tick_make_one_row() -> None:
    scheduled(task_schedule=["* * * * *", "*/1 * * * *"])
    fire_all(minutes(1))
    assert Execution.objects.count() == 1


def test_a_deleted_task_is_due_no_more() -> None:
    scheduled()
    get_store().delete_task("t")
    assert next_due() is None


def test_ten_thousand_schedules_cost_no_more_than_those_that_are_due() -> None:
    rows = [
        TaskSchedule(
            task_id=f"t{n}",
            schedule={"cron": "0 3 * * *", "timezone": "UTC"},
            next_run_at=minutes(600),
        )
        for n in range(10_000)
    ]
    TaskSchedule.objects.bulk_create(rows, batch_size=500)
    scheduled()
    began = time.process_time()
    assert fire_due(minutes(1)) == 1
    assert time.process_time() - began < 1, "one due schedule must not cost a walk through all"
