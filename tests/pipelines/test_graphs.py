"""Random graphs, ended step by step in random order, against a plain description of what must run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.executions.spec import attach_definitions
from watchbell.executions.stop import request_stop
from watchbell.executions.transition import finish, start
from watchbell.kernel.status import ACTIVE, Status
from watchbell.pipelines.advance import carry_on
from watchbell.pipelines.claim import claim
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.rows import new_row

ENDS = ("success", "success", "success", "failed", "timeout", "lost")


@dataclass(frozen=True)
class Case:
    steps: list[dict[str, Any]]
    ends: dict[str, list[str]]
    max_parallel: int | None


@st.composite
def cases(draw: st.DrawFn) -> Case:
    count = draw(st.integers(1, 9))
    steps: list[dict[str, Any]] = []
    ends: dict[str, list[str]] = {}
    for n in range(count):
        earlier = [step["id"] for step in steps]
        needs = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=4)) if earlier else []
        whens = ["success", "success", "not_failed", "always", *(["failed"] if needs else [])]
        step: dict[str, Any] = {"id": f"s{n}", "type": "command", "program": "true", "needs": needs}
        step["when"] = draw(st.sampled_from(whens))
        step["continue_on_error"] = draw(st.booleans())
        step["retry"] = draw(st.sampled_from([0, 0, 1, 2]))
        if draw(st.integers(0, 4)) == 0:
            step["if"] = {"value": draw(st.booleans()), "equals": True}
        if draw(st.integers(0, 3)) == 0:
            step["matrix"] = list(range(draw(st.integers(0, 3))))
        steps.append(step)
        for position in range(len(step.get("matrix", [0]))):
            key = f"s{n}[{position}]" if "matrix" in step else f"s{n}"
            ends[key] = draw(st.lists(st.sampled_from(ENDS), min_size=3, max_size=3))
    order = draw(st.permutations(steps))
    return Case(list(order), ends, draw(st.sampled_from([None, None, 1, 2, 3])))


def attempts_of(case: Case, step: dict[str, Any], key: str) -> list[str]:
    """How each attempt of one step ends: a failure or timeout is tried again, a loss is not."""
    made: list[str] = []
    for end in case.ends[key][: step["retry"] + 1]:
        made.append(end)
        if end not in ("failed", "timeout"):
            break
    return made


def expected(case: Case) -> dict[str, list[str]]:
    """Status of each attempt by key; a step that does not run has `skipped:reason`."""
    found: dict[str, list[str]] = {}
    good: dict[str, bool] = {}
    bad: dict[str, bool] = {}
    for step in sorted(case.steps, key=lambda step: int(step["id"][1:])):
        name, needs = step["id"], step["needs"]
        some_bad, all_good = any(bad[one] for one in needs), all(good[one] for one in needs)
        reason = ""
        if step["when"] == "failed" and not some_bad:
            reason = "nothing_failed"
        elif step["when"] in ("success", "not_failed") and some_bad:
            reason = "dependency_failed"
        elif step["when"] == "success" and not all_good:
            reason = "dependency_skipped"
        elif "if" in step and not step["if"]["value"]:
            reason = "condition_false"
        elif step.get("matrix") == []:
            reason = "matrix_empty"
        if reason:
            found[name] = [f"skipped:{reason}"]
            good[name], bad[name] = reason == "matrix_empty", reason == "dependency_failed"
            continue
        keys = [f"{name}[{n}]" for n in range(len(step["matrix"]))] if "matrix" in step else [name]
        for key in keys:
            found[key] = attempts_of(case, step, key)
        failed = any(found[key][-1] != "success" for key in keys) and not step["continue_on_error"]
        good[name], bad[name] = not failed, failed
    return found


def started(case: Case) -> Execution:
    config: dict[str, Any] = {"steps": case.steps}
    if case.max_parallel:
        config["max_parallel"] = case.max_parallel
    task = TaskDefinition.read({"task_id": "pipe", "task_type": "pipeline", "task_config": config})
    row = new_row(task)
    create([row])
    claim(timezone.now())
    row.refresh_from_db()
    return row


def rows_of(pipeline: Execution) -> list[Execution]:
    return list(Execution.objects.filter(parent_id=pipeline.pk).order_by("execution_id"))


def active_rows(pipeline: Execution) -> list[Execution]:
    return [row for row in rows_of(pipeline) if row.status in ACTIVE]


def key_of(row: Execution) -> str:
    return row.origin.removeprefix("step:pipe/")


def end_one(row: Execution, case: Case) -> None:
    attach_definitions([row])
    start(row)
    finish(row, Status(case.ends[key_of(row)][row.attempt - 1]))


def attempts_in(rows: list[Execution]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.attempt):
        text = f"skipped:{row.reason}" if row.status == "skipped" else row.status
        found.setdefault(key_of(row), []).append(text)
    return found


def has_ended(step: dict[str, Any], latest: dict[str, Execution]) -> bool:
    own = {key: row for key, row in latest.items() if key.partition("[")[0] == step["id"]}
    complete = step["id"] in own or len(own) == len(step.get("matrix", [0]))
    return bool(own) and complete and all(row.status not in ACTIVE for row in own.values())


def check_needs(case: Case, rows: list[Execution]) -> None:
    """Nothing was made before all it needs had ended, and nothing waits that could run."""
    latest = {key_of(row): row for row in sorted(rows, key=lambda row: row.attempt)}
    begun = {key.partition("[")[0] for key in latest}
    ended = {step["id"] for step in case.steps if has_ended(step, latest)}
    active = sum(row.status in ACTIVE for row in latest.values())
    for step in case.steps:
        if step["id"] in begun:
            assert ended >= set(step["needs"])
        elif case.max_parallel is None:
            assert not ended >= set(step["needs"]), f"{step['id']} should have begun"
    assert case.max_parallel is None or active <= case.max_parallel


@pytest.mark.django_db
@given(case=cases(), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_what_must_run_runs(case: Case, data: st.DataObject, data_dir: Path) -> None:
    pipeline = started(case)
    while active := active_rows(pipeline):
        check_needs(case, rows_of(pipeline))
        pipeline.refresh_from_db()
        assert pipeline.status == "running"
        end_one(data.draw(st.sampled_from(active), label="ends next"), case)
        if data.draw(st.integers(0, 5)) == 0:
            with transaction.atomic():
                carry_on({pipeline.pk: {}})  # being called once more changes nothing
    pipeline.refresh_from_db()
    assert attempts_in(rows_of(pipeline)) == expected(case)
    forgiven = {step["id"] for step in case.steps if step["continue_on_error"]}
    fails = any(
        made[-1] in ("failed", "timeout", "lost")
        for key, made in expected(case).items()
        if key.partition("[")[0] not in forgiven
    )
    event(pipeline.status)
    assert pipeline.status == ("failed" if fails else "success")
    assert Execution.objects.filter(parent_id=pipeline.pk, final=False, status="success").count() == 0


@pytest.mark.django_db
@given(case=cases(), data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_stop_at_any_moment_ends_everything_and_starts_nothing(
    case: Case, data: st.DataObject, data_dir: Path
) -> None:
    pipeline = started(case)
    for _ in range(data.draw(st.integers(0, 6), label="ends before the stop")):
        active = active_rows(pipeline)
        if not active:
            break
        end_one(data.draw(st.sampled_from(active)), case)
    before = {row.pk for row in rows_of(pipeline) if row.status != "skipped"}
    request_stop(pipeline.pk)
    pipeline.refresh_from_db()
    if pipeline.status == "running":
        with transaction.atomic():
            carry_on({pipeline.pk: {}})
    for row in rows_of(pipeline):
        if row.status in ACTIVE:
            start(row)
            finish(row, Status.CANCELLED)
    pipeline.refresh_from_db()
    rows = rows_of(pipeline)
    assert pipeline.status in ("cancelled", "failed", "success")
    assert {row.pk for row in rows if row.status != "skipped"} <= before
    assert {key_of(row).partition("[")[0] for row in rows} == {step["id"] for step in case.steps}
    assert all(row.status not in ACTIVE for row in rows)
