"""Pipelines that are due become running, together with the rows of their first steps."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import DatabaseError, transaction

from watchbell.errors import ExecutionError
from watchbell.executions.ending import refused
from watchbell.executions.models import Execution
from watchbell.executions.starting import due
from watchbell.executions.transition import finish_many, start
from watchbell.kernel.status import Status
from watchbell.pipelines.advance import carry_on
from watchbell.pipelines.log import say, write_lines
from watchbell.pipelines.plan import plan_of
from watchbell.pipelines.resolve import frozen
from watchbell.pipelines.resume import RESUME, take_over

log = logging.getLogger("TaskExecutor")
AT_ONCE = 20
DEEPEST = 8


def claim(now: datetime) -> bool:
    """Starts pipelines that are due; True where there may be more of them."""
    found = due(AT_ONCE, now, "pipeline")
    for pipeline in found:
        try:
            with transaction.atomic():
                _start(pipeline, now)
        except DatabaseError:
            raise
        except Exception as error:
            if isinstance(error, AssertionError | TypeError | KeyError):
                log.exception("pipeline %s cannot start", pipeline.execution_id)
            pipeline.status = Status.PENDING.value  # what the row still says
            finish_many([refused(pipeline, error)])
    return bool(found)


def _start(pipeline: Execution, now: datetime) -> None:
    if not start(pipeline, started_at=now, claimed_at=now):
        return
    assert pipeline.definition is not None
    _refuse_too_deep(pipeline)
    definition = frozen(pipeline.definition)
    if definition.digest != pipeline.definition_id:
        Execution.objects.filter(pk=pipeline.pk).update(definition_id=definition.digest)
        pipeline.definition = definition
    plan = plan_of(definition)
    lines = [say("began", count=len(plan.steps))]
    write_lines(pipeline.execution_id, lines)
    earlier = take_over(pipeline, plan) if pipeline.trigger == RESUME and pipeline.retry_of else {}
    carry_on({pipeline.execution_id: earlier})


def _refuse_too_deep(pipeline: Execution) -> None:
    """Circles are refused when tasks are saved; a file that was edited by hand may still have one."""
    parent, depth = pipeline.parent_id, 0
    while parent and depth <= DEEPEST:
        parent = Execution.objects.filter(pk=parent).values_list("parent_id", flat=True).first()
        depth += 1
    if depth > DEEPEST:
        raise ExecutionError("pipeline_too_deep", limit=DEEPEST)
