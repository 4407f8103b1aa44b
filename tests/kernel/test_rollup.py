"""What the steps of a pipeline add up to."""

from __future__ import annotations

import pytest

from watchbell.kernel.rollup import Outcome, end_of, gate, outcome_of, together

OPEN, OK, FAILED, BLOCKED, PASSED = Outcome


@pytest.mark.parametrize(
    ("status", "reason", "counts"),
    [
        ("pending", "", OPEN),
        ("running", "", OPEN),
        ("success", "", OK),
        ("success", "reused", OK),
        ("failed", "exit_code", FAILED),
        ("timeout", "timeout", FAILED),
        ("lost", "launcher_lost", FAILED),
        ("cancelled", "user", FAILED),
        ("skipped", "dependency_failed", BLOCKED),
        ("skipped", "pipeline_stopped", BLOCKED),
        ("skipped", "condition_false", PASSED),
        ("skipped", "dependency_skipped", PASSED),
        ("skipped", "nothing_failed", PASSED),
        ("skipped", "matrix_empty", OK),
    ],
)
def test_how_a_step_counts(status: str, reason: str, counts: Outcome) -> None:
    assert outcome_of(status, reason) is counts


def test_a_failure_that_is_forgiven_counts_as_success_but_a_stop_does_not() -> None:
    assert outcome_of("failed", "exit_code", forgiven=True) is OK
    assert outcome_of("cancelled", "user", forgiven=True) is FAILED


def test_a_matrix_is_open_until_all_have_ended_and_fails_with_the_first() -> None:
    assert together([OK, OPEN, FAILED]) is OPEN
    assert together([OK, FAILED, PASSED]) is FAILED
    assert together([OK, PASSED]) is OK
    assert together([PASSED, PASSED]) is PASSED


@pytest.mark.parametrize(
    ("when", "needs", "verdict"),
    [
        ("success", [], "run"),
        ("success", [OK, OPEN], "wait"),
        ("success", [OK, OK], "run"),
        ("success", [OK, FAILED], "dependency_failed"),
        ("success", [PASSED, BLOCKED], "dependency_failed"),
        ("success", [OK, PASSED], "dependency_skipped"),
        ("not_failed", [OK, PASSED], "run"),
        ("not_failed", [OK, BLOCKED], "dependency_failed"),
        ("failed", [OK, PASSED], "nothing_failed"),
        ("failed", [OK, FAILED], "run"),
        ("failed", [BLOCKED], "run"),
        ("failed", [FAILED, OPEN], "wait"),
        ("always", [FAILED, BLOCKED, PASSED], "run"),
        ("always", [OPEN], "wait"),
    ],
)
def test_whether_a_step_may_run(when: str, needs: list[Outcome], verdict: str) -> None:
    assert gate(when, needs) == verdict


@pytest.mark.parametrize(
    ("outcomes", "stopped", "end"),
    [
        ([OK, PASSED], "", ("success", "")),
        ([OK, FAILED, BLOCKED], "", ("failed", "step_failed")),
        ([OK, FAILED], "user", ("cancelled", "user")),
        ([OK, BLOCKED], "timeout", ("timeout", "timeout")),
        ([OK, OK], "user", ("success", "")),
    ],
)
def test_how_the_whole_ends(outcomes: list[Outcome], stopped: str, end: tuple[str, str]) -> None:
    assert end_of(outcomes, stopped) == end
