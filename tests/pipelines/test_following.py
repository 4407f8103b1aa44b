"""Following a pipeline: what was forgotten is found, what is broken harms nothing else, all of it cheaply."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.pipelines.helpers import approval, sh
from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.executions.spec import ExecutionSpec, attach_definitions, definition_of
from watchbell.executions.transition import End, finish_many, start, start_many
from watchbell.kernel.status import Status
from watchbell.pipelines.active import Deadlines, asked_to_stop, stalled
from watchbell.pipelines.advance import carry_on
from watchbell.pipelines.claim import claim
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.rows import new_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world(data_dir: Path) -> None:
    """A data directory of its own."""


def pending(*steps: Any, **fields: Any) -> Execution:
    config = {"steps": list(steps)}
    row = new_row(
        TaskDefinition.read({"task_id": "pipe", "task_type": "pipeline", "task_config": config, **fields})
    )
    create([row])
    return row


def running(*steps: Any, **fields: Any) -> Execution:
    row = pending(*steps, **fields)
    claim(timezone.now())
    row.refresh_from_db()
    return row


def steps_of(pipeline: Execution) -> list[Execution]:
    rows = list(Execution.objects.filter(parent_id=pipeline.pk).order_by("execution_id"))
    attach_definitions(rows)
    return rows


def end(rows: list[Execution], status: Status = Status.SUCCESS) -> None:
    start_many(rows)
    with transaction.atomic():
        finish_many([End(row, status) for row in rows])


def test_a_pipeline_whose_steps_were_never_made_is_found_and_goes_on() -> None:
    row = pending(sh("a"), sh("b", "true", "a"))
    start(row)

    assert stalled() == [row.pk]
    carry_on({row.pk: {}})

    assert [step.origin for step in steps_of(row)] == ["step:pipe/a"] and stalled() == []


def test_a_pipeline_whose_last_end_went_by_unseen_is_found_and_ended() -> None:
    row = running(sh("a"))
    Execution.objects.filter(parent_id=row.pk).update(status="success")

    assert stalled() == [row.pk]
    carry_on({row.pk: {}})

    row.refresh_from_db()
    assert row.status == "success" and stalled() == []


def test_a_definition_that_makes_no_sense_ends_its_own_pipeline_and_nothing_else() -> None:
    good = pending(sh("a"))
    circle = {"steps": [sh("x", "true", "y"), sh("y", "true", "x")]}
    nonsense: list[dict[str, Any]] = [circle, {}, {"steps": [{"id": "a"}]}, {"steps": 7}]
    rows = []
    for config in nonsense:
        spec = ExecutionSpec(executor="pipeline", program="", config=config)
        rows.append(Execution(origin="task:bad", runner="pipeline", definition=definition_of(spec)))
    create(rows)

    claim(timezone.now())

    for row in rows:
        row.refresh_from_db()
        assert row.status == "failed" and row.error_message, row
    good.refresh_from_db()
    assert good.status == "running" and len(steps_of(good)) == 1


def test_an_error_while_following_ends_the_pipeline_and_stops_its_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = running(sh("a"), approval("b"), sh("c", "true", "a"))

    def broken(*_: Any) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("watchbell.pipelines.moves.Moves.find", broken)
    end([step for step in steps_of(row) if step.runner == "launcher"])

    row.refresh_from_db()
    assert (row.status, row.reason) == ("failed", "pipeline_broken") and "oops" in row.error_message
    assert {step.status for step in steps_of(row)} == {"success", "cancelled"}


def test_following_costs_few_statements_however_many_steps_end_together() -> None:
    wide = [sh(f"wide{n}", "true", "root") for n in range(50)]
    after = [sh(f"after{n}", "true", f"wide{n}") for n in range(50)]
    row = running(sh("root"), *wide, *after, sh("join", "true", *(f"after{n}" for n in range(50))))
    end(steps_of(row))
    rows = [step for step in steps_of(row) if step.status == "pending"]
    assert len(rows) == 50
    start_many(rows)

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        finish_many([End(step, Status.SUCCESS) for step in rows])

    assert Execution.objects.filter(parent_id=row.pk, status="pending").count() == 50
    ends = [query for query in asked if query["sql"].startswith("UPDATE")]
    others = [query["sql"] for query in asked if query not in ends]
    assert len(ends) <= 51 and len(others) < 15, others


def test_a_step_that_is_made_twice_at_the_same_time_is_there_once() -> None:
    row = running(sh("a"))
    (step,) = steps_of(row)
    twin = Execution(kind="step", origin=step.origin, parent_id=row.pk, idempotency_key=step.idempotency_key)

    create([twin])

    assert [one.pk for one in steps_of(row)] == [step.pk]


def test_what_has_a_timeout_is_known_by_its_deadline() -> None:
    row = running(sh("a"), approval("b", timeout="1h"), approval("c"), task_timeout=60)

    is_active, deadlines = Deadlines().read()

    since = {one.runner: one.moment for one in deadlines}
    assert is_active and since.keys() == {"pipeline", "approval"}
    assert row.started_at and (since["pipeline"] - row.started_at).total_seconds() == 60
    assert asked_to_stop() == []
