"""Running again what ran before, with the same parameters."""

from __future__ import annotations

from watchbell.errors import NotFound
from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.tasks.run_now import run_now
from watchbell.tasks.store import get_store


def rerun(execution_id: str, user: str, idempotency_key: str | None = None) -> Execution:
    """A new execution: of the task as it is defined now, or as it was where it is gone. Raises NotFound."""
    earlier = Execution.objects.filter(pk=execution_id).first()
    if earlier is None:
        raise NotFound("not_found", what="execution", name=execution_id)
    if earlier.task_id and get_store().get_task_by_id(earlier.task_id):
        return run_now(
            earlier.task_id,
            parameters=earlier.parameters,
            user=user,
            trigger="rerun",
            retry_of=earlier.execution_id,
            idempotency_key=idempotency_key,
        )
    again = Execution(
        kind=earlier.kind,
        origin=earlier.origin,
        name=earlier.name,
        definition_id=earlier.definition_id,
        trigger="rerun",
        retry_of=earlier.execution_id,
        user=user,
        parameters=earlier.parameters,
        page_context=earlier.page_context,
    )
    create([again])
    return again
