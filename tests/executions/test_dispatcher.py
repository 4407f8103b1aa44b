"""What the dispatcher does when something is wrong with one execution."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from watchbell.executions import dispatcher as module
from watchbell.executions import ending
from watchbell.executions.dispatcher import Dispatcher
from watchbell.executions.models import Execution
from watchbell.executions.spec import ExecutionSpec, definition_of
from watchbell.executions.transition import start

pytestmark = pytest.mark.django_db


class Silent:
    """A launcher's client that notes what it is told; the launcher itself has its own tests."""

    connected = True

    def __init__(self, *_: Any, **__: Any) -> None:
        self.told: list[dict[str, Any]] = []

    def send(self, messages: list[dict[str, Any]]) -> bool:
        self.told += messages
        return True

    def close(self) -> None: ...


@pytest.fixture
def dispatcher(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dispatcher]:
    monkeypatch.setattr(module, "LauncherClient", Silent)
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)
    yield Dispatcher()


def running(name: str) -> Execution:
    definition = definition_of(ExecutionSpec("command", "true"))
    definition.save()
    row = Execution.objects.create(origin=f"task:{name}", definition=definition)
    start(row)
    return row


def finished(row: Execution) -> dict[str, Any]:
    return {"event": "finished", "id": row.pk, "cause": "exit", "return_code": 0, "ended_at": 1.0}


def turn(dispatcher: Dispatcher) -> None:
    """One turn as the thread takes it, failures included."""
    with suppress(ValueError):
        dispatcher._turn()


def test_one_end_that_cannot_be_recorded_does_not_hold_up_the_others(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [running(f"t{n}") for n in range(3)]
    true_end_of = ending.end_of

    def end_of(row: Execution, outcome: Any) -> Any:
        if row.pk == rows[1].pk:
            raise ValueError("cannot be recorded")
        return true_end_of(row, outcome)

    monkeypatch.setattr(ending, "end_of", end_of)
    dispatcher._note([finished(row) for row in rows])
    for _ in range(5):
        turn(dispatcher)
    statuses = [Execution.objects.get(pk=row.pk).status for row in rows]
    assert statuses == ["success", "running", "success"]
    acknowledged = [key for told in dispatcher._client.told if told["op"] == "ack" for key in told["ids"]]
    assert sorted(acknowledged) == sorted([rows[0].pk, rows[2].pk])


def test_an_execution_that_cannot_be_prepared_fails_and_the_next_one_starts(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, program in (("bad", "tasks/gone.py"), ("good", "true")):
        kind = "python" if name == "bad" else "command"
        definition = definition_of(ExecutionSpec(kind, program))
        definition.save()
        Execution.objects.create(origin=f"task:{name}", definition=definition)
    turn(dispatcher)
    bad, good = Execution.objects.order_by("execution_id")
    assert (bad.status, bad.reason) == ("failed", "missing_file")
    assert good.status == "running"
    assert [told["id"] for told in dispatcher._client.told if told["op"] == "start"] == [good.pk]


def test_a_row_that_only_records_is_never_started(dispatcher: Dispatcher) -> None:
    Execution.objects.create(origin="host:report")
    turn(dispatcher)
    assert Execution.objects.get().status == "pending"


def test_an_end_that_came_twice_changes_nothing(dispatcher: Dispatcher) -> None:
    row = running("t")
    dispatcher._note([finished(row)])
    turn(dispatcher)
    first = Execution.objects.get(pk=row.pk)
    dispatcher._note([{**finished(row), "return_code": 1}])
    turn(dispatcher)
    second = Execution.objects.get(pk=row.pk)
    assert (second.status, second.return_code, second.completed_at) == ("success", 0, first.completed_at)


def test_a_row_older_than_its_acknowledgement_is_lost(dispatcher: Dispatcher) -> None:
    """A restored backup: the launcher says it ended and was recorded once, but not how."""
    row = running("t")
    dispatcher._note([{"event": "ignored", "id": row.pk, "state": "acknowledged"}])
    turn(dispatcher)
    assert Execution.objects.get(pk=row.pk).status == "lost"
