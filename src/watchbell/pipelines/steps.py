"""The steps of one execution of a pipeline as people see them: also those that have no row yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from watchbell.errors import Conflict
from watchbell.executions.models import Execution
from watchbell.kernel.status import ACTIVE, Status
from watchbell.pipelines.board import Board, Standing
from watchbell.pipelines.expansions import Expansions
from watchbell.pipelines.matrix import NotAList, Values
from watchbell.pipelines.models import Approval
from watchbell.pipelines.plan import Plan, Step, plan_of
from watchbell.pipelines.references import MissingValue
from watchbell.pipelines.states import step_outcome
from watchbell.pipelines.values import PipelineValues

_LARGE = ("parameters", "result", "page_context", "definition")


@dataclass
class StepView:
    """One step, or one value of its matrix. `row` is its latest attempt, None before it has one.

    `waiting_for`: ids of steps that have not ended; or `approval`, `retry`, `max_parallel`, `queue`.
    """

    step: Step
    key: str
    row: Execution | None = None
    matrix: Values | None = None
    approval: Approval | None = None
    waiting_for: list[str] = field(default_factory=list)


def steps_of_execution(pipeline: Execution) -> tuple[Plan, list[StepView]]:
    """In the order in which they may run. Raises Conflict where it is no execution of a pipeline."""
    if pipeline.runner != "pipeline" or pipeline.definition is None:
        raise Conflict("not_a_pipeline", name=pipeline.execution_id)
    plan = plan_of(pipeline.definition)
    rows = list(Execution.objects.filter(parent_id=pipeline.execution_id).defer(*_LARGE))
    views = _Views(pipeline, plan, rows)
    return plan, [view for step in plan.steps for view in views.of(step)]


class _Views:
    def __init__(self, pipeline: Execution, plan: Plan, rows: list[Execution]) -> None:
        self._pipeline = pipeline
        self._rows = {row.execution_id: row for row in rows}
        self._board = Board((row.origin, *_standing(row)) for row in rows)
        values = PipelineValues(plan, self._board, pipeline.parameters)
        self._expansions = Expansions(pipeline.execution_id, values.lookup)
        decided = [_decided_as(row) for row in rows if row.runner == "approval" and row.is_finished]
        self._approvals = Approval.objects.in_bulk(decided) if decided else {}
        self._ended = {
            step.id
            for step in plan.steps
            if step_outcome(step, self._board, self._count) not in (None, "open")
        }

    def of(self, step: Step) -> Iterator[StepView]:
        keys = self._board.sorted_keys(step.id)
        if not keys and step.matrix is None:
            yield self._without_row(step, step.id)
            return
        values = self._values(step) if step.matrix is not None and step.id not in keys else []
        known = {f"{step.id}[{position}]": one for position, one in enumerate(values)}
        for key in keys:
            yield self._with_row(step, key, known.get(key))
        for key, one in known.items():
            if key not in self._board.by_key:
                yield self._without_row(step, key, one)
        if not keys and not known:
            yield self._without_row(step, step.id)

    def _with_row(self, step: Step, key: str, matrix: Values | None) -> StepView:
        row = self._rows[self._board.by_key[key].execution_id]
        view = StepView(step, key, row, matrix, self._approvals.get(_decided_as(row)))
        if row.status == Status.PENDING:
            reason = "approval" if step.is_approval else "retry" if row.attempt > 1 else "queue"
            view.waiting_for = [reason]
        return view

    def _without_row(self, step: Step, key: str, matrix: Values | None = None) -> StepView:
        view = StepView(step, key, None, matrix)
        if self._pipeline.status in ACTIVE:
            open_needs = sorted(step.needs - self._ended)
            began = self._pipeline.status == Status.RUNNING
            view.waiting_for = open_needs or (["max_parallel"] if began else ["queue"])
        return view

    def _count(self, step: Step) -> int:
        return self._expansions.count(step)

    def _values(self, step: Step) -> list[Values]:
        try:
            return self._expansions.of(step)
        except (NotAList, MissingValue):
            return []


def _decided_as(row: Execution) -> str:
    """The execution that the decision was about: a step that was taken over has that of the one before."""
    return row.retry_of if row.reason == "reused" and row.retry_of else row.execution_id


def _standing(row: Execution) -> Standing:
    return Standing(row.execution_id, row.status, row.reason, row.attempt, row.runner, row.cancel_requested)
