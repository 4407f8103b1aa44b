"""How each step of a pipeline counts, from the rows there are of it."""

from __future__ import annotations

from collections.abc import Callable

from watchbell.kernel.rollup import Outcome, outcome_of, together
from watchbell.pipelines.board import Board, Standing
from watchbell.pipelines.plan import Step

CountOf = Callable[[Step], int]


def instance_outcome(step: Step, standing: Standing) -> Outcome:
    return outcome_of(standing.status, standing.reason, forgiven=step.forgiven)


def step_outcome(step: Step, board: Board, count: CountOf) -> Outcome | None:
    """How a step counts; None where it has no row yet. `count`: how many values its matrix has."""
    keys = board.keys_of.get(step.id)
    if not keys:
        return None
    outcomes = [instance_outcome(step, board.by_key[key]) for key in keys]
    if step.matrix is not None and keys[0] != step.id and len(keys) < count(step):
        return Outcome.OPEN
    return together(outcomes)
