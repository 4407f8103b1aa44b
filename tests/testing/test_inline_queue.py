"""A user tests tasks and schedules in the tests of a Django project."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.testing.conftest import Save
from watchbell.conf import get_settings
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.tasks.run_now import run_now
from watchbell.testing import FrozenClock, InlineQueue

SAYS_HELLO = {"task_type": "command", "task_exec": "/bin/echo", "task_config": {"args": ["hello"]}}


def python(code: str) -> dict[str, object]:
    return {"task_type": "command", "task_exec": sys.executable, "task_config": {"args": ["-c", code]}}


def test_a_task_runs_to_its_end_with_its_log_and_exit_code(inline_queue: InlineQueue, save: Save):
    started = run_now(save("hello", **SAYS_HELLO))
    [done] = inline_queue.run()
    assert done.pk == started.pk
    assert (done.status, done.return_code, done.survivors) == ("success", 0, 0)
    assert log_store().open(done.pk).text(100) == "hello\n"


def test_a_task_gets_its_parameters_and_environment(inline_queue: InlineQueue, save: Save):
    code = "import os; print(os.environ['SCRIPT_PARAMETERS'], os.environ['TASK_ID'], os.environ['GREETING'])"
    fields = {"task_env": {"GREETING": "hi"}, "task_parameters": {"type": "object", "properties": {"n": {}}}}
    run_now(save("told", **python(code), **fields), parameters={"n": 1})
    [done] = inline_queue.run()
    assert log_store().open(done.pk).text(100) == '{"n": 1} told hi\n'


def test_a_dummy_task_does_as_told(inline_queue: InlineQueue, save: Save):
    told = {"stdout": "out\n", "stderr": "err\n", "exit_code": 3}
    run_now(save("dummy", task_type="dummy", task_config=told))
    [done] = inline_queue.run()
    assert (done.status, done.reason, done.return_code) == ("failed", "exit_code", 3)
    assert log_store().open(done.pk).stream_text("stderr", 100) == "err\n"


def test_a_timeout_ends_the_program(inline_queue: InlineQueue, save: Save):
    run_now(save("slow", task_type="dummy", task_config={"sleep": 600}, task_timeout=0.3))
    [done] = inline_queue.run()
    assert (done.status, done.survivors) == ("timeout", 0)


def test_retries_wait_for_the_clock(inline_queue: InlineQueue, save: Save):
    failing = {"task_type": "dummy", "task_config": {"exit_code": 1}}
    with FrozenClock("2026-01-01T12:00:00Z") as clock:
        run_now(save("failing", **failing, task_retry=2, task_retry_interval=60))
        assert [done.attempt for done in inline_queue.run()] == [1]
        clock.move(seconds=59)
        assert inline_queue.run() == []
        clock.move(seconds=61)
        assert [(done.attempt, done.final) for done in inline_queue.run()] == [(2, False)]
        ended = inline_queue.run_until(clock, "2026-01-02T00:00:00Z")
        assert [(done.attempt, done.final) for done in ended] == [(3, True)]


def test_a_night_of_schedules_passes_in_a_moment(inline_queue: InlineQueue, save: Save):
    """The night in which the clocks of Berlin go forward: 02:30 does not exist, and runs at 03:00."""
    with FrozenClock("2026-03-28T12:00:00+01:00") as clock:
        save("nightly", **SAYS_HELLO, task_schedule="30 2 * * *", task_timezone="Europe/Berlin")
        ended = inline_queue.run_until(clock, "2026-03-30T12:00:00+02:00")
        assert clock.now == datetime(2026, 3, 30, 10, tzinfo=UTC)
    assert [done.status for done in ended] == ["success", "success"]
    assert [done.scheduled_for for done in ended] == [
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 3, 30, 0, 30, tzinfo=UTC),
    ]
    assert [done.started_at.date().isoformat() for done in ended] == ["2026-03-29", "2026-03-30"]


def test_ticks_that_were_slept_through_are_in_the_history(inline_queue: InlineQueue, save: Save):
    with FrozenClock("2026-01-01T00:00:30Z") as clock:
        save("hourly", **SAYS_HELLO, task_schedule="0 * * * *", task_timezone="UTC")
        clock.move(hours=3)
        statuses = [(done.status, done.reason) for done in inline_queue.run()]
    assert statuses == [("skipped", "missed"), ("skipped", "missed"), ("success", "")]


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_runs_at_once(transactional_db: None, tmp_path: Path):
    from watchbell.tasks.definition import TaskDefinition
    from watchbell.tasks.store import get_store

    with InlineQueue(tmp_path / "data"):
        get_store().save_task(TaskDefinition.read({"task_id": "hello", "task_name": "Hello", **SAYS_HELLO}))
        execution = run_now("hello")
        assert Execution.objects.get(pk=execution.pk).status == "success"


def test_what_does_not_end_is_named_and_ended(tmp_path: Path, db: None, save: Save):
    with InlineQueue(tmp_path / "other", patience=0.5) as queue:
        execution = run_now(save("slow", task_type="dummy", task_config={"sleep": 600}))
        with pytest.raises(TimeoutError, match=execution.pk):
            queue.run()


def test_afterwards_the_settings_are_as_before(tmp_path: Path):
    before = get_settings().data_dir
    with InlineQueue(tmp_path / "data"):
        assert get_settings().data_dir == tmp_path / "data"
    assert get_settings().data_dir == before
