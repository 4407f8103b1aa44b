"""While programs end quickly, some executions wait at the launcher: claimed, and still pending."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from watchbell.executions import dispatcher as module
from watchbell.executions import ending
from watchbell.executions.dispatcher import Dispatcher
from watchbell.executions.models import Execution
from watchbell.executions.recorder import ExecutionLogger
from watchbell.executions.signals import execution_finished, execution_started
from watchbell.executions.spec import ExecutionSpec, definition_of
from watchbell.executions.starting import claim
from watchbell.executions.stop import request_stop

from .test_dispatcher import Silent

pytestmark = pytest.mark.django_db

PLACES = 2


@pytest.fixture
def dispatcher(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dispatcher]:
    monkeypatch.setattr(module, "LauncherClient", Silent)
    monkeypatch.setenv("WATCHBELL_MAX_RUNNING", str(PLACES))
    module.get_settings.cache_clear()
    dispatcher = Dispatcher()
    dispatcher._note([hello()])
    yield dispatcher
    module.get_settings.cache_clear()


def hello(*running: dict[str, Any], version: int = 2) -> dict[str, Any]:
    return {"event": "hello", "version": version, "running": list(running), "finished": []}


def pending(count: int) -> list[str]:
    definition = definition_of(ExecutionSpec("command", "true"))
    definition.save()
    rows = [Execution.objects.create(origin="task:t", definition=definition) for _ in range(count)]
    return [row.pk for row in rows]


def status(execution_id: str) -> str:
    return Execution.objects.get(pk=execution_id).status


def finished(execution_id: str, seconds: float = 0.01, **outcome: Any) -> dict[str, Any]:
    now = time.time()
    told = {"cause": "exit", "return_code": 0, "started_at": now - seconds, "ended_at": now, **outcome}
    return {"event": "finished", "id": execution_id, **told}


def turn(dispatcher: Dispatcher, *events: dict[str, Any]) -> list[str]:
    """What the launcher is told to start in it."""
    dispatcher._client.told.clear()
    dispatcher._note(events)
    dispatcher._turn()
    return [told["id"] for told in dispatcher._client.told if told["op"] == "start"]


@pytest.fixture
def waiting(dispatcher: Dispatcher) -> str:
    """The id of one that waits at the launcher, behind two that run."""
    first, second, third, fourth = pending(4)
    assert turn(dispatcher) == [first, second]
    assert turn(dispatcher, finished(first)) == [third, fourth]
    assert [status(key) for key in (second, third, fourth)] == ["running", "running", "pending"]
    return fourth


def test_for_each_quick_end_one_more_is_handed_over_and_stays_pending(waiting: str) -> None:
    row = Execution.objects.get(pk=waiting)
    assert row.claimed_at and not row.started_at


def test_after_slow_ends_nothing_is_handed_over_ahead(dispatcher: Dispatcher) -> None:
    first, _, third, fourth = pending(4)
    turn(dispatcher)
    assert turn(dispatcher, finished(first, seconds=5)) == [third]
    assert Execution.objects.get(pk=fourth).claimed_at is None


def test_a_launcher_of_an_older_version_gets_nothing_ahead(dispatcher: Dispatcher) -> None:
    first, _, third, fourth = pending(4)
    running = turn(dispatcher)
    runs = [{"id": key, "pid": 1, "started_at": 1.0} for key in running]
    turn(dispatcher, hello(*runs, version=1))
    assert turn(dispatcher, finished(first)) == [third]
    assert Execution.objects.get(pk=fourth).claimed_at is None


def test_no_more_wait_at_the_launcher_than_may_run(dispatcher: Dispatcher) -> None:
    pending(20)
    running = turn(dispatcher)
    for _ in range(3):
        running += turn(dispatcher, *[finished(key) for key in running[:PLACES]])
        running = running[PLACES:]
    assert len(running) == 2 * PLACES


def test_it_is_running_once_the_launcher_says_so(dispatcher: Dispatcher, waiting: str) -> None:
    turn(dispatcher, {"event": "started", "id": waiting, "pid": 77, "at": 1_700_000_000.5})
    row = Execution.objects.get(pk=waiting)
    assert (row.status, row.pid, row.started_at.timestamp()) == ("running", 77, 1_700_000_000.5)


def test_its_start_and_its_end_may_be_told_at_once(dispatcher: Dispatcher, waiting: str) -> None:
    heard: list[str] = []

    def noting_start(execution: Execution, **_: Any) -> None:
        heard.append("started")

    def noting_end(execution: Execution, **_: Any) -> None:
        heard.append(execution.status)

    execution_started.connect(noting_start)
    execution_finished.connect(noting_end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda act, **_: act())
        turn(dispatcher, finished(waiting))
    execution_started.disconnect(noting_start)
    execution_finished.disconnect(noting_end)
    row = Execution.objects.get(pk=waiting)
    assert (row.status, heard) == ("success", ["started", "success"])
    assert row.started_at and row.completed_at and row.started_at < row.completed_at


def test_stopping_it_is_left_to_the_launcher(dispatcher: Dispatcher, waiting: str) -> None:
    row = request_stop(waiting)
    assert (row.status, row.cancel_requested) == ("pending", True)
    turn(dispatcher, finished(waiting, cause="stopped", started_at=None, return_code=None))
    row = Execution.objects.get(pk=waiting)
    assert (row.status, row.reason, row.started_at) == ("cancelled", "user", None)


def test_the_safety_look_stops_what_was_cancelled_by_another_process(
    dispatcher: Dispatcher, waiting: str
) -> None:
    Execution.objects.filter(pk=waiting).update(cancel_requested=True)
    dispatcher._look_at = 0.0
    turn(dispatcher)
    assert {"op": "stop", "id": waiting, "cause": "stopped"} in dispatcher._client.told


def test_nobody_else_starts_or_ends_it(waiting: str) -> None:
    row = Execution.objects.get(pk=waiting)
    assert not ExecutionLogger.start_execution(row)
    assert not ExecutionLogger.fail_execution(row, "not yours")
    assert status(waiting) == "pending"


def test_one_the_launcher_has_forgotten_is_started_again(dispatcher: Dispatcher, waiting: str) -> None:
    Execution.objects.filter(pk=waiting).update(claimed_at=timezone.now() - timedelta(seconds=10))
    assert waiting in turn(dispatcher, hello())


def test_one_that_began_while_no_server_ran_is_running(dispatcher: Dispatcher, waiting: str) -> None:
    dispatcher._claimed.clear()
    run = {"id": waiting, "pid": 78, "started_at": 1_700_000_001.0}
    turn(dispatcher, hello(run))
    row = Execution.objects.get(pk=waiting)
    assert (row.status, row.pid) == ("running", 78)


def test_of_an_exclusive_task_only_one_is_at_the_launcher(dispatcher: Dispatcher) -> None:
    """Also where the one that waits there is younger than one that has become due since."""
    now = timezone.now()
    definition = definition_of(ExecutionSpec("command", "true"))
    definition.save()
    common = {"origin": "task:x", "definition": definition, "exclusive": True}
    Execution.objects.create(not_before=now + timedelta(seconds=5), trigger="retry", **common)
    newer = Execution.objects.create(**common)
    claimed, _ = claim(0, now, dispatcher._claimant, ahead=4)
    assert [row.pk for row, _ in claimed] == [newer.pk]
    assert claim(2, now + timedelta(seconds=6), dispatcher._claimant) == ([], False)


def test_an_answer_that_is_older_than_an_end_takes_no_place(dispatcher: Dispatcher) -> None:
    first, second = pending(2)
    turn(dispatcher)
    turn(dispatcher, finished(first))
    turn(dispatcher, {"event": "status", "running": [{"id": second}], "finished": [first]})
    turn(dispatcher, finished(second))
    assert not dispatcher._live


def test_many_that_cannot_be_prepared_do_not_hold_up_the_next(dispatcher: Dispatcher) -> None:
    definition = definition_of(ExecutionSpec("no such type", "true"))
    definition.save()
    Execution.objects.bulk_create([Execution(origin="task:r", definition=definition) for _ in range(40)])
    (good,) = pending(1)
    dispatcher._turn()
    for _ in range(40):
        dispatcher._note(dispatcher._inbox.get(timeout=5))
        dispatcher._turn()
        if status(good) == "running":
            break
    assert status(good) == "running"


def test_an_end_that_cannot_be_recorded_keeps_no_place(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third, _ = pending(4)
    turn(dispatcher)
    true_end_of = ending.end_of

    def end_of(row: Execution, outcome: Any) -> Any:
        if row.pk in (first, second):
            raise ValueError("cannot be recorded")
        return true_end_of(row, outcome)

    monkeypatch.setattr(ending, "end_of", end_of)
    dispatcher._note([finished(first), finished(second)])
    for _ in range(3):
        with suppress(ValueError):
            dispatcher._turn()
    dispatcher.wake()
    dispatcher._note(dispatcher._inbox.get(timeout=5))
    dispatcher._turn()
    assert status(third) == "running"
