"""What an executor is told about the one execution it works for."""

from __future__ import annotations

from watchbell.conf import get_settings
from watchbell.executions.models import Execution
from watchbell.executors.base import RunContext


def context_of(execution: Execution) -> RunContext:
    return RunContext(
        execution_id=execution.execution_id,
        task_id=execution.task_id or "",
        attempt=execution.attempt,
        parameters=execution.parameters,
        page_context=execution.page_context,
        scheduled_for=execution.scheduled_for,
        data_dir=get_settings().data_dir,
    )
