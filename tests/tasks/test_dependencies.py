from __future__ import annotations

import pytest

from tests.tasks.helpers import ran, saved, task
from watchbell.executions.models import Execution
from watchbell.kernel.status import Status
from watchbell.tasks.dependencies import dependents_of, on_finished, ready, unmet
from watchbell.tasks.store import get_store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_dir")]


@pytest.fixture
def report() -> object:
    """`report` needs `load` and `clean`, and has no schedule."""
    saved(task("load"), task("clean"), task("report", task_dependencies=["load", "clean"]))
    return get_store().get_task_by_id("report")


def runs_of(task_id: str) -> list[tuple[str, str]]:
    rows = Execution.objects.filter(origin=f"task:{task_id}").order_by("pk")
    return list(rows.values_list("status", "reason"))


def test_a_task_runs_when_the_last_of_its_dependencies_succeeds(report: object) -> None:
    ran("load")
    assert runs_of("report") == []
    ran("clean")
    assert runs_of("report") == [("pending", "")]


def test_it_is_not_started_twice_by_what_started_it(report: object) -> None:
    ran("load")
    ran("clean")
    ran("clean")
    assert runs_of("report") == [("pending", "")]


def test_it_needs_each_of_them_anew_after_its_own_run(report: object) -> None:
    ran("load")
    ran("clean")
    ran("report")
    Execution.objects.filter(origin="task:report", status="pending").delete()
    ran("load")
    assert unmet(task("report", task_dependencies=["load", "clean"])) == ["clean"]
    ran("clean")
    assert runs_of("report")[-1] == ("pending", "")


def test_a_dependency_that_failed_since_is_not_met(report: object) -> None:
    ran("load")
    ran("load", Status.FAILED)
    assert unmet(task("report", task_dependencies=["load"])) == ["load"]


@pytest.mark.parametrize("status", [Status.FAILED, Status.TIMEOUT, Status.CANCELLED, Status.LOST])
def test_the_end_of_a_dependency_without_success_is_a_row_that_says_so(
    report: object, status: Status
) -> None:
    """Fault 33."""
    ran("load", status)
    assert runs_of("report") == [("skipped", "dependency_failed")]


def test_the_whole_chain_tells_why_it_did_not_run() -> None:
    saved(task("a"), task("b", task_dependencies=["a"]), task("c", task_dependencies=["b"]))
    ran("a", Status.FAILED)
    assert runs_of("b") == runs_of("c") == [("skipped", "dependency_failed")]


def test_a_dependency_that_was_only_skipped_decides_nothing(report: object) -> None:
    skipped = Execution(origin="task:load", status="skipped", reason="overlap", final=True)
    assert on_finished([skipped]) == []


def test_an_attempt_that_will_be_repeated_decides_nothing(report: object) -> None:
    assert on_finished([Execution(origin="task:load", status="failed", final=False)]) == []


def test_a_paused_task_gets_a_row_instead_of_a_run(report: object) -> None:
    """Fault 32."""
    saved(task("report", task_dependencies=["load"], task_enabled=False))
    ran("load")
    assert runs_of("report") == [("skipped", "paused")]


def test_a_task_with_a_schedule_is_held_back_but_never_started_by_them() -> None:
    scheduled = task("report", task_dependencies=["load"], task_schedule="0 3 * * *")
    saved(task("load"), scheduled)
    assert unmet(scheduled) == ["load"]
    ran("load", Status.FAILED)
    ran("load")
    assert ready(scheduled)
    assert runs_of("report") == []


def test_dependencies_that_end_together_start_a_task_once(report: object) -> None:
    ends = [Execution(origin=f"task:{name}", status="success", final=True) for name in ("load", "clean")]
    from watchbell.tasks import state

    for row in ends:
        row.completed_at = row.created_at
    state.apply_many(ends)
    assert [decision.task.task_id for decision in on_finished(ends)] == ["report"]


def test_who_depends_on_a_task_is_known_at_once_after_a_change(report: object) -> None:
    assert dependents_of("load") == ("report",)
    saved(task("second", task_dependencies=["load"]), task("report"))
    assert dependents_of("load") == ("second",)
    get_store().delete_task("second")
    assert dependents_of("load") == ()
