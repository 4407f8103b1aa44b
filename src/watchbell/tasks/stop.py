"""Stopping what a task has waiting or running."""

from __future__ import annotations

from watchbell.errors import NotFound
from watchbell.executions.models import Execution
from watchbell.executions.stop import request_stop
from watchbell.tasks.rows import active_rows, origin_of
from watchbell.tasks.run_now import existing_task


def stop_task(task_id: str, execution_id: str | None = None) -> list[Execution]:
    """Stops everything of a task, or the one execution named; returns what was asked to stop.

    Raises NotFound for an unknown task, or an execution that is not one of its.
    """
    existing_task(task_id)
    if execution_id is None:
        return [request_stop(row.execution_id) for row in active_rows(origin_of(task_id))]
    if not Execution.objects.filter(pk=execution_id, origin=origin_of(task_id)).exists():
        raise NotFound("not_found", what="execution", name=execution_id)
    return [request_stop(execution_id)]
