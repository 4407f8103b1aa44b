"""What the steps of a pipeline add up to: may the next one run, and how does the whole end."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Literal

from watchbell.kernel.status import ACTIVE, Status

When = Literal["success", "not_failed", "failed", "always"]

DEPENDENCY_FAILED = "dependency_failed"
DEPENDENCY_SKIPPED = "dependency_skipped"
NOTHING_FAILED = "nothing_failed"
CONDITION_FALSE = "condition_false"
MATRIX_EMPTY = "matrix_empty"
STEP_FAILED = "step_failed"
STOPPED = frozenset({"pipeline_stopped", "pipeline_timeout"})
"""Reasons of steps that did not run because their pipeline was ended before it came to them."""


class Outcome(StrEnum):
    """How a step counts for those that need it.

    `blocked`: it did not run, because something before it failed. `passed`: it did not run, and nothing
    failed.
    """

    OPEN = "open"
    OK = "ok"
    FAILED = "failed"
    BLOCKED = "blocked"
    PASSED = "passed"


_BAD = frozenset({Outcome.FAILED, Outcome.BLOCKED})


def outcome_of(status: str, reason: str, *, forgiven: bool = False) -> Outcome:
    """How one execution of a step counts; `forgiven`: its failure does not (`continue_on_error`)."""
    if status in ACTIVE:
        return Outcome.OPEN
    if status == Status.SUCCESS:
        return Outcome.OK
    if status != Status.SKIPPED:
        return Outcome.OK if forgiven and status != Status.CANCELLED else Outcome.FAILED
    if reason == MATRIX_EMPTY:
        return Outcome.OK
    return Outcome.BLOCKED if reason == DEPENDENCY_FAILED or reason in STOPPED else Outcome.PASSED


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """How the executions of one step (one, or those of its matrix) count as a whole."""
    found = set(outcomes)
    for outcome in (Outcome.OPEN, Outcome.FAILED, Outcome.BLOCKED, Outcome.OK):
        if outcome in found:
            return outcome
    return Outcome.PASSED


def gate(when: str, needs: Collection[Outcome]) -> str:
    """ "run", "wait", or the reason why a step that `needs` such steps does not run."""
    if Outcome.OPEN in needs:
        return "wait"
    failed = not _BAD.isdisjoint(needs)
    if when == "always":
        return "run"
    if when == "failed":
        return "run" if failed else NOTHING_FAILED
    if failed:
        return DEPENDENCY_FAILED
    if when == "success" and Outcome.PASSED in needs:
        return DEPENDENCY_SKIPPED
    return "run"


def end_of(outcomes: Collection[Outcome], stopped: str = "") -> tuple[Status, str]:
    """Status and reason of a pipeline whose steps have all ended; `stopped` is why it was asked to end."""
    if stopped and not _BAD.isdisjoint(outcomes):
        return (Status.TIMEOUT if stopped == "timeout" else Status.CANCELLED), stopped
    if Outcome.FAILED in outcomes:
        return Status.FAILED, STEP_FAILED
    return Status.SUCCESS, ""
