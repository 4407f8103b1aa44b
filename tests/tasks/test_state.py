from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.tasks.helpers import ran
from watchbell.executions.models import Execution
from watchbell.kernel.status import Status
from watchbell.tasks import state
from watchbell.tasks.models import TaskState

pytestmark = pytest.mark.django_db


def state_of(task_id: str = "hello") -> TaskState:
    return TaskState.objects.get(pk=task_id)


def test_a_task_stands_as_its_last_run_ended() -> None:
    ran("hello", Status.FAILED)
    last = ran("hello", Status.SUCCESS)
    now = state_of()
    assert (now.status, now.last_execution_id, now.streak) == ("success", last.execution_id, 0)
    assert now.last_success_at == last.completed_at
    assert [entry["status"] for entry in now.recent] == ["failed", "success"]
    assert set(now.recent[0]) == {"execution_id", "status", "duration", "created_at"}


def test_failures_in_a_row_are_counted_until_a_success() -> None:
    for status in (Status.FAILED, Status.TIMEOUT, Status.LOST):
        ran("hello", status)
    assert state_of().streak == 3
    ran("hello", Status.CANCELLED)
    assert (state_of().streak, state_of().status) == (3, "cancelled")
    ran("hello", Status.SUCCESS)
    assert state_of().streak == 0


def test_an_attempt_that_will_be_repeated_is_no_failure_yet() -> None:
    row = Execution(origin="task:hello", status="failed", final=False)
    state.apply(row)
    assert (state_of().streak, state_of().status) == (0, "failed")


def test_what_did_not_run_does_not_hide_how_it_last_did() -> None:
    skipped = Execution(origin="task:hello", status="skipped", reason="paused", final=True)
    state.apply(skipped)
    assert (state_of().status, state_of().reason, state_of().last_run_at) == ("skipped", "paused", None)
    ran("hello", Status.FAILED)
    state.apply(Execution(origin="task:hello", status="skipped", reason="overlap", final=True))
    assert state_of().status == "failed"
    assert [entry["status"] for entry in state_of().recent] == ["skipped", "failed", "skipped"]


def test_only_the_last_twenty_are_remembered() -> None:
    rows = [Execution(origin="task:hello", status="success", final=True) for _ in range(30)]
    state.apply_many(rows)
    assert [entry["execution_id"] for entry in state_of().recent] == [row.pk for row in rows[10:]]


def test_an_execution_counts_once_however_often_it_is_told() -> None:
    row = Execution(origin="task:hello", status="failed", final=True)
    for _ in range(3):
        state.apply(row)
    assert (state_of().streak, len(state_of().recent)) == (1, 1)


def test_only_ended_executions_of_tasks_count() -> None:
    state.apply_many(
        [
            Execution(origin="task:a", status="running"),
            Execution(origin="task:b", status="success", kind="script"),
        ]
    )
    assert not TaskState.objects.exists()


def test_a_batch_costs_one_read_and_one_write() -> None:
    rows = [Execution(origin=f"task:t{index % 40}", status="success", final=True) for index in range(120)]
    with CaptureQueriesContext(connection) as queries:
        state.apply_many(rows)
    assert len(queries) == 2
    assert TaskState.objects.count() == 40
