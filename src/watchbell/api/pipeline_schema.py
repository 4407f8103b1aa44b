"""Pipelines and their steps as the API shows them.

A step that has no row yet has `execution_id` null; while its pipeline goes on it is `pending`, and
`waiting_for` tells what for. A step with a matrix comes once for each of its values (`key` is `test[0]`,
`matrix` its values). Of a step that was tried again only the latest attempt is here; all of them are in
`GET /api/executions?parent_id=`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from watchbell.api.execution_schema import Execution
from watchbell.api.problems import Problem, describe
from watchbell.errors import WatchbellError
from watchbell.executions.models import Execution as Row
from watchbell.executions.wording import error_text
from watchbell.kernel.status import Status
from watchbell.pipelines.steps import StepView


class PipelineItem(BaseModel):
    """A task of type `pipeline`. `max_parallel` is null where only the graph limits it."""

    task_id: str
    task_name: str
    task_desc: str
    task_enabled: bool
    task_tags: list[str]
    step_count: int
    max_parallel: int | None
    version: int
    updated_at: datetime
    next_run: datetime | None
    last_execution: Execution | None
    running: list[str]
    pending: list[str]


class PipelinePage(BaseModel):
    items: list[PipelineItem]
    next_cursor: str | None


class PipelineProblem(Problem):
    """`field` is the path of what is wrong; `messages` has its sentence in both languages."""

    messages: dict[str, str]
    line: int | None = None


class CheckRequest(BaseModel, extra="forbid"):
    definition: Any = Field(
        description="`task_config` of a pipeline, or the whole task, as an object or as YAML or JSON text."
    )
    task_id: str = Field("", max_length=64, description="The task it is for, so that it cannot run itself.")
    task_parameters: dict[str, Any] | None = Field(
        None, description="The schema of its parameters; without it references to them are not looked at."
    )


class CheckResult(BaseModel):
    """`definition` is what was understood, as an object; null where the text could not be read."""

    ok: bool
    problems: list[PipelineProblem]
    definition: dict[str, Any] | None
    step_count: int


class ApprovalView(BaseModel):
    approved: bool
    user: str
    comment: str
    decided_at: datetime


class StepItem(BaseModel):
    """One step of one execution; see the module. `waiting_for` holds ids of steps, or one of `approval`,
    `retry`, `max_parallel`, `queue`. `reused_from` is the execution whose log and result it took over."""

    key: str
    step_id: str
    name: str
    type: str
    task_id: str | None
    runner: str
    status: Status
    reason: str
    needs: list[str]
    when: str
    continue_on_error: bool
    execution_id: str | None
    attempt: int
    created_at: datetime | None
    start_time: datetime | None
    end_time: datetime | None
    duration: float | None
    return_code: int | None
    matrix: dict[str, Any] | None
    message: str
    error_message: str
    progress: Any
    waiting_for: list[str]
    approval: ApprovalView | None
    reused_from: str | None
    cancel_requested: bool
    log_bytes: int


class StepList(BaseModel):
    items: list[StepItem]
    max_parallel: int | None


class DecisionRequest(BaseModel, extra="forbid"):
    step: str = Field(
        "", max_length=60, description="Id or key of the step; may be left out where one waits."
    )
    comment: str = Field("", max_length=1000)


def problem_of(error: WatchbellError, language: str) -> PipelineProblem:
    shown = describe(error, language).model_dump()
    messages = {"en": error.message("en"), "zh": error.message("zh")}
    return PipelineProblem(**shown, messages=messages, line=error.values.get("line"))


def step_item(view: StepView, pipeline: Row, language: str) -> StepItem:
    return StepItem(**_of_definition(view), **_of_row(view, pipeline, language))


def _of_definition(view: StepView) -> dict[str, Any]:
    step = view.step
    return {
        "key": view.key,
        "step_id": step.id,
        "type": step.type,
        "task_id": step.task_id or None,
        "needs": sorted(step.needs),
        "when": step.when,
        "continue_on_error": step.forgiven,
        "matrix": view.matrix,
        "message": step.message,
        "waiting_for": view.waiting_for,
    }


def _of_row(view: StepView, pipeline: Row, language: str) -> dict[str, Any]:
    made = view.row is not None
    # Without a row of its own everything is as for one that waits; or that never came, at the end.
    row = view.row or Row(status="skipped" if pipeline.is_finished else "pending", name=view.step.name)
    approval = view.approval
    return {
        "name": row.name,
        "runner": view.step.runner,
        "status": Status(row.status),
        "reason": row.reason,
        "execution_id": row.execution_id if made else None,
        "attempt": row.attempt,
        "created_at": row.created_at if made else None,
        "start_time": row.started_at,
        "end_time": row.completed_at,
        "duration": row.duration,
        "return_code": row.return_code,
        "error_message": error_text(row, language),
        "progress": row.progress,
        "approval": ApprovalView(**_decision(approval)) if approval else None,
        "reused_from": row.retry_of if row.reason == "reused" else None,
        "cancel_requested": row.cancel_requested,
        "log_bytes": row.log_bytes,
    }


def _decision(approval: Any) -> dict[str, Any]:
    return {name: getattr(approval, name) for name in ApprovalView.model_fields}
