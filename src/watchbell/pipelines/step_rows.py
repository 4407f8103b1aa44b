"""Makes the rows of steps, many with few statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchbell.executions.create import create
from watchbell.executions.ending import refused
from watchbell.executions.models import Execution
from watchbell.executions.spec import definitions_of
from watchbell.executions.transition import finish_many
from watchbell.executors.base import ExecutionSpec
from watchbell.pipelines.board import STEP, origin_of_step
from watchbell.pipelines.matrix import label_of
from watchbell.pipelines.moves import NewStep
from watchbell.tasks.rows import skip

TRIGGER = "pipeline"


def create_steps(pipeline: Execution, new_steps: Sequence[NewStep], earlier: dict[str, Execution]) -> None:
    """Saves what was decided. `earlier`: pipelines of a former execution that steps go on with, by key."""
    if not new_steps:
        return
    rows = [step_row(pipeline, new.key, new) for new in new_steps]
    running = [(row, new) for row, new in zip(rows, new_steps, strict=True) if not (new.skip or new.error)]
    definitions = definitions_of([_spec(new) for _, new in running])
    for (row, new), definition in zip(running, definitions, strict=True):
        row.definition = definition
        if former := earlier.get(new.key):
            row.trigger, row.retry_of, row.definition_id = "resume", former.pk, former.definition_id
    for row, new in zip(rows, new_steps, strict=True):
        if new.skip:
            skip(row, new.skip)
    create(rows)
    ends = [refused(row, new.error) for row, new in zip(rows, new_steps, strict=True) if new.error]
    if ends:
        finish_many(ends)


def step_row(pipeline: Execution, key: str, new: NewStep, **columns: Any) -> Execution:
    """A pending row of one step, not saved yet."""
    label = f" [{label_of(new.matrix)}]" if new.matrix else ""
    return Execution(
        execution_id=new.execution_id,
        kind=STEP,
        origin=origin_of_step(pipeline.origin, key),
        name=f"{new.step.name}{label}"[:300],
        runner=new.step.runner,
        trigger=TRIGGER,
        parent_id=pipeline.execution_id,
        user=pipeline.user,
        # No user's key begins so: each step has one row for its first attempt, whoever makes it.
        idempotency_key=f"/{pipeline.execution_id}/{key}",
        parameters=new.parameters,
        page_context=pipeline.page_context,
        **columns,
    )


def _spec(new: NewStep) -> ExecutionSpec:
    assert new.step.spec is not None
    if not new.env:
        return new.step.spec
    return ExecutionSpec(**{**vars(new.step.spec), "env": {**new.step.spec.env, **new.env}})
