"""Pipelines: which there are, what is wrong with one, the steps of an execution, and decisions on them.

The rest of a pipeline is a task's: it is saved, run, scheduled and stopped by the routes of tasks and
executions. `POST /api/executions/{id}/retry` runs all steps again, `/resume` those that did not succeed.
"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Body, Query, Router
from ninja.responses import Status as Answer

from watchbell.api.execution_schema import ExecutionStarted, started
from watchbell.api.executions import find_execution
from watchbell.api.fields import IdempotencyKey
from watchbell.api.guard import caller, may
from watchbell.api.language import language_of
from watchbell.api.pipeline_schema import (
    CheckRequest,
    CheckResult,
    DecisionRequest,
    PipelineItem,
    PipelinePage,
    StepList,
    problem_of,
    step_item,
)
from watchbell.api.task_items import TaskQuery, task_page
from watchbell.api.task_schema import Task
from watchbell.pipelines.approvals import decide
from watchbell.pipelines.reading import check_document
from watchbell.pipelines.resume import resume
from watchbell.pipelines.steps import steps_of_execution

router = Router(tags=["pipelines"])
Decision = Annotated[DecisionRequest | None, Body(None)]


class PipelineQuery(TaskQuery):
    """The filters of tasks."""


@router.get(
    "/pipelines",
    auth=may("tasks.read"),
    response=PipelinePage,
    operation_id="list_pipelines",
    summary="Tasks of type pipeline, by name",
)
def list_pipelines(request: HttpRequest, query: Query[PipelineQuery]) -> PipelinePage:
    page = task_page(query.model_copy(update={"type": "pipeline"}), language_of(request))
    return PipelinePage(items=[_item(task) for task in page.items], next_cursor=page.next_cursor)


@router.post(
    "/pipelines/check",
    auth=may("tasks.read"),
    response=CheckResult,
    operation_id="check_pipeline",
    summary="Everything that is wrong with a pipeline",
)
def check_pipeline(request: HttpRequest, data: CheckRequest) -> CheckResult:
    """Saves nothing. Always 200: what is wrong is in `problems`, each with its path."""
    config, errors = check_document(data.definition, data.task_id, data.task_parameters)
    steps = config.get("steps") if config else None
    return CheckResult(
        ok=not errors,
        problems=[problem_of(error, language_of(request)) for error in errors],
        definition=config,
        step_count=len(steps) if isinstance(steps, list) else 0,
    )


@router.get(
    "/executions/{execution_id}/steps",
    auth=may("executions.read"),
    response=StepList,
    operation_id="list_steps",
    summary="The steps of an execution of a pipeline",
)
def list_steps(request: HttpRequest, execution_id: str) -> StepList:
    """Also those that have not begun. 409 where it is no execution of a pipeline."""
    pipeline = find_execution(execution_id)
    plan, views = steps_of_execution(pipeline)
    language = language_of(request)
    items = [step_item(view, pipeline, language) for view in views]
    return StepList(items=items, max_parallel=plan.max_parallel or None)


@router.post(
    "/executions/{execution_id}/approve",
    auth=may("executions.approve"),
    response={200: ExecutionStarted},
    operation_id="approve_step",
    summary="Approve a step that waits",
)
def approve_step(request: HttpRequest, execution_id: str, data: Decision = None) -> ExecutionStarted:
    """The id is the pipeline's or the step's own. 409 where it does not wait (any more)."""
    return _decide(request, execution_id, data, approved=True)


@router.post(
    "/executions/{execution_id}/reject",
    auth=may("executions.approve"),
    response={200: ExecutionStarted},
    operation_id="reject_step",
    summary="Reject a step that waits",
)
def reject_step(request: HttpRequest, execution_id: str, data: Decision = None) -> ExecutionStarted:
    """The step fails (`rejected`). 409 as for approve."""
    return _decide(request, execution_id, data, approved=False)


@router.post(
    "/executions/{execution_id}/resume",
    auth=may("executions.run"),
    response={202: ExecutionStarted},
    operation_id="resume_execution",
    summary="Go on where a pipeline failed",
)
def resume_execution(
    request: HttpRequest, execution_id: str, idempotency_key: IdempotencyKey = None
) -> Answer[ExecutionStarted]:
    """A new execution by the same definition; steps that succeeded are taken over. 409 where it succeeded."""
    return Answer(202, started(resume(execution_id, caller(request), idempotency_key)))


def _decide(
    request: HttpRequest, execution_id: str, data: DecisionRequest | None, approved: bool
) -> ExecutionStarted:
    given = data or DecisionRequest(step="", comment="")
    return started(decide(execution_id, given.step, approved, caller(request), given.comment))


def _item(task: Task) -> PipelineItem:
    facts = {name: getattr(task, name) for name in PipelineItem.model_fields if hasattr(task, name)}
    steps = task.task_config.get("steps")
    return PipelineItem.model_construct(
        **facts,
        step_count=len(steps) if isinstance(steps, list) else 0,
        max_parallel=task.task_config.get("max_parallel"),
    )
