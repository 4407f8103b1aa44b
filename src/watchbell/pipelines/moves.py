"""What a pipeline does next: pure decisions over how its steps stand. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.kernel.ids import new_id
from watchbell.kernel.rollup import CONDITION_FALSE, MATRIX_EMPTY, Outcome, gate
from watchbell.kernel.status import Status
from watchbell.pipelines.board import Board, Standing
from watchbell.pipelines.conditions import holds
from watchbell.pipelines.expansions import Expansions
from watchbell.pipelines.inputs import environment_of, parameters_of
from watchbell.pipelines.matrix import MOST, NotAList, Values
from watchbell.pipelines.plan import Plan, Step
from watchbell.pipelines.references import Lookup, MissingValue
from watchbell.pipelines.states import step_outcome
from watchbell.pipelines.values import PipelineValues


@dataclass
class NewStep:
    """A row to be made: it runs, or tells why it does not (`skip`), or why it cannot (`error`)."""

    step: Step
    key: str
    matrix: Values | None = None
    skip: str = ""
    error: WatchbellError | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    execution_id: str = field(default_factory=new_id)

    @property
    def standing(self) -> Standing:
        status = Status.SKIPPED if self.skip else Status.FAILED if self.error else Status.PENDING
        return Standing(self.execution_id, status.value, self.skip, 1, self.step.runner, False)


def _at_work(board: Board) -> int:
    """How many of `max_parallel` are taken: an approval only waits for somebody."""
    return sum(one.runner != "approval" for one in board.active)


class Moves:
    """Goes over the steps once, in their order; what it decides counts for the steps after it at once."""

    def __init__(self, plan: Plan, board: Board, values: PipelineValues, expansions: Expansions) -> None:
        self._plan = plan
        self._board = board
        self._values = values
        self._expansions = expansions
        self._new: list[NewStep] = []
        self._free = plan.max_parallel - _at_work(board) if plan.max_parallel else 1_000_000

    def find(self) -> list[NewStep]:
        """The rows to be made now."""
        self._load_results()
        begun = self._board.keys_of
        for step in self._plan.steps:
            if step.id not in begun:
                if begun.keys() >= step.needs:
                    self._consider(step)
            elif step.matrix is not None and self._expansions.is_partial(step, self._board):
                self._make_instances(step)
        return self._new

    def give_up(self, reason: str) -> list[NewStep]:
        """Rows for all that did not start, because the pipeline was ended (`reason`) before."""
        for step in self._plan.steps:
            if step.id not in self._board.keys_of:
                self._add(NewStep(step, step.id, skip=reason))
            elif self._expansions.is_partial(step, self._board):
                for new in list(self._instances(step)):
                    self._add(NewStep(step, new.key, new.matrix, skip=reason))
        return self._new

    def outcomes(self) -> dict[str, Outcome] | None:
        """How each step counts; None while some have not ended."""
        if self._board.active or len(self._board.keys_of) < len(self._plan.steps):
            return None
        found = {step.id: self._outcome(step.id) for step in self._plan.steps}
        return None if Outcome.OPEN in found.values() else found

    def _outcome(self, step_id: str) -> Outcome:
        step = self._plan.by_id[step_id]
        return step_outcome(step, self._board, self._expansions.count) or Outcome.OPEN

    def _load_results(self) -> None:
        """Reads together what the steps that may be next refer to."""
        begun = self._board.keys_of
        wanted: set[str] = set()
        for step in self._plan.with_sources:
            is_next = step.id not in begun and begun.keys() >= step.needs
            if is_next and all(self._outcome(need) is not Outcome.OPEN for need in step.needs):
                wanted |= step.sources
        if wanted:
            self._values.load(wanted)

    def _consider(self, step: Step) -> None:
        """Decides on a step that has no row, and needs only such as have."""
        verdict = gate(step.when, {self._outcome(need) for need in step.needs})
        if verdict == "wait" or (verdict == "run" and self._is_full(step)):
            return
        if verdict != "run":
            self._add(NewStep(step, step.id, skip=verdict))
        elif step.condition and step.condition_first and not holds(step.condition, self._values.lookup):
            self._add(NewStep(step, step.id, skip=CONDITION_FALSE))
        else:
            self._make_instances(step)

    def _make_instances(self, step: Step) -> None:
        for new in list(self._instances(step)):
            if self._is_full(step):
                return
            self._add(self._decided(new))

    def _is_full(self, step: Step) -> bool:
        return self._free <= 0 and not step.is_approval

    def _instances(self, step: Step) -> Iterator[NewStep]:
        """The rows of a step that are not there yet."""
        if step.matrix is None:
            if step.id not in self._board.by_key:
                yield NewStep(step, step.id)
            return
        try:
            found = self._expansions.of(step)
        except NotAList:
            error: WatchbellError = ConfigurationError("pipeline_matrix_no_list", step=step.id, limit=MOST)
            found, failed = [], NewStep(step, step.id, error=error)
        except MissingValue as missing:
            error = ConfigurationError("pipeline_value_missing", path=str(missing))
            found, failed = [], NewStep(step, step.id, error=error)
        else:
            failed = NewStep(step, step.id, skip=MATRIX_EMPTY)
        if not found:
            yield failed
        for position, values in enumerate(found):
            key = f"{step.id}[{position}]"
            if key not in self._board.by_key:
                yield NewStep(step, key, values)

    def _decided(self, new: NewStep) -> NewStep:
        """`new` with its parameters; or why there is nothing to run."""
        step = new.step
        if new.skip or new.error:
            return new
        lookup: Lookup = partial(self._values.lookup, matrix=new.matrix)
        if step.condition and not step.condition_first and not holds(step.condition, lookup):
            new.skip = CONDITION_FALSE
            return new
        try:
            if step.problem:
                raise ConfigurationError(step.problem["code"], **step.problem["values"])
            new.parameters = parameters_of(step, lookup)
            new.env = environment_of(step, lookup)
        except MissingValue as missing:
            new.error = ConfigurationError("pipeline_value_missing", path=str(missing))
        except WatchbellError as error:
            new.error = error
        return new

    def _add(self, new: NewStep) -> None:
        self._new.append(new)
        self._board.put(new.key, new.standing)
        if not (new.skip or new.error or new.step.is_approval):
            self._free -= 1
