"""What was decided and then not saved, and what only one execution is to blame for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError

from tests.executions.test_dispatcher import dispatcher as dispatcher
from tests.executions.test_dispatcher import finished, running, turn
from watchbell.conf import get_settings
from watchbell.errors import NotFound
from watchbell.executions.dispatcher import Dispatcher
from watchbell.executions.models import Execution
from watchbell.executions.spec import ExecutionSpec, definition_of
from watchbell.executions.stop import request_stop
from watchbell.executions.transition import finish
from watchbell.kernel.status import Status
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.rerun import rerun
from watchbell.tasks.store import get_store

pytestmark = pytest.mark.django_db


def waiting(
    name: str, *, executor: str = "command", program: str = "true", exclusive: bool = False
) -> Execution:
    definition = definition_of(ExecutionSpec(executor, program))
    definition.save()
    return Execution.objects.create(origin=f"task:{name}", definition=definition, exclusive=exclusive)


def turn_without_database(dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that does all its work, and then cannot save it."""

    def full(*_: object) -> None:
        raise DatabaseError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(dispatcher, "_claim", full)
        with pytest.raises(DatabaseError):
            dispatcher._turn()


def status_of(row: Execution) -> str:
    return Execution.objects.get(pk=row.pk).status


def orders(dispatcher: Dispatcher, op: str) -> list[str]:
    return [told["id"] for told in dispatcher._client.told if told["op"] == op]


def test_an_end_that_could_not_be_saved_is_saved_by_the_next_turn(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 19."""
    row = waiting("t")
    turn(dispatcher)
    dispatcher._note([finished(row)])
    turn_without_database(dispatcher, monkeypatch)
    assert status_of(row) == "running"
    turn(dispatcher)
    assert status_of(row) == "success"


def test_a_stop_that_could_not_be_ordered_is_ordered_by_the_next_turn(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = waiting("t")
    turn(dispatcher)
    request_stop(row.pk)
    dispatcher._look_at = 0.0
    turn_without_database(dispatcher, monkeypatch)
    dispatcher._look_at = 0.0
    turn(dispatcher)
    assert orders(dispatcher, "stop") == [row.pk]


def test_a_failure_that_no_end_is_to_blame_for_drops_no_end(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = running("t")
    dispatcher._note([finished(row)])

    def broken(*_: object) -> None:
        raise ValueError("something else")

    with monkeypatch.context() as patch:
        patch.setattr(dispatcher, "_claim", broken)
        turn(dispatcher)
    turn(dispatcher)
    assert status_of(row) == "success"


def test_a_script_whose_first_line_is_no_text_fails_and_the_others_start(
    dispatcher: Dispatcher, data_dir: Path
) -> None:
    """Fault 54."""
    (data_dir / "tasks").mkdir()
    (data_dir / "tasks/bad.sh").write_bytes(b"#!/opt/\xff/sh\n")
    bad, good = waiting("bad", executor="shell", program="tasks/bad.sh"), waiting("good")
    turn(dispatcher)
    bad.refresh_from_db()
    assert (bad.status, bad.reason) == ("failed", "missing_interpreter")
    assert "/opt/?/sh" in bad.error_message
    assert orders(dispatcher, "start") == [good.pk]


def test_nothing_is_claimed_while_nobody_could_start_it(dispatcher: Dispatcher) -> None:
    row = waiting("t")
    dispatcher._client.connected = False
    turn(dispatcher)
    assert status_of(row) == "pending"
    dispatcher._client.connected = True
    dispatcher._note([{"event": "wake"}])
    turn(dispatcher)
    assert status_of(row) == "running"


def test_what_ran_under_an_old_name_of_this_machine_is_settled(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container that was made anew has another host name, and nobody else will ever ask about it."""
    row = waiting("t")
    turn(dispatcher)
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    Execution.objects.update(claimed_at=long_ago, boot_id="another")
    monkeypatch.setenv("WATCHBELL_NODE_NAME", "made-anew")
    get_settings.cache_clear()
    successor = Dispatcher()
    successor._note([{"event": "hello", "version": 2, "running": [], "finished": []}])
    turn(successor)
    assert status_of(row) == "lost"


def test_many_that_wait_for_one_task_do_not_hold_up_another(dispatcher: Dispatcher) -> None:
    dispatcher._most = 3
    for _ in range(5):
        waiting("busy", exclusive=True)
    other = waiting("other")
    turn(dispatcher)
    first = orders(dispatcher, "start")[0]
    dispatcher._note([{"event": "started", "id": first, "pid": 1, "at": 1.0}])
    turn(dispatcher)
    assert status_of(other) == "running"


def test_five_hundred_tasks_in_a_row_all_say_why_they_did_not_run() -> None:
    tasks = [
        {"task_id": f"t{n}", "task_type": "command", "task_exec": "true"}
        | ({"task_dependencies": [f"t{n - 1}"]} if n else {})
        for n in range(500)
    ]
    get_store().save_tasks([TaskDefinition.read(task) for task in tasks])
    finish(running("t0"), Status.FAILED)
    assert Execution.objects.filter(status="skipped", reason="dependency_failed").count() == 499


def test_what_only_recorded_cannot_run_again() -> None:
    recorded = Execution.objects.create(origin="host:report")
    finish(recorded, Status.SUCCESS)
    with pytest.raises(NotFound):
        rerun(recorded.pk, user="ann")
    assert Execution.objects.count() == 1


def test_the_same_key_runs_a_deleted_task_again_only_once() -> None:
    """Fault 11."""
    earlier = running("gone")
    finish(earlier, Status.SUCCESS)
    first = rerun(earlier.pk, user="ann", idempotency_key="k")
    assert rerun(earlier.pk, user="ann", idempotency_key="k").pk == first.pk
    assert rerun(earlier.pk, user="bob", idempotency_key="k").pk != first.pk


def test_a_row_that_only_records_holds_up_no_other(dispatcher: Dispatcher) -> None:
    Execution.objects.create(origin="task:t")
    behind = waiting("t", exclusive=True)
    dispatcher._turn()
    assert status_of(behind) == "running"
