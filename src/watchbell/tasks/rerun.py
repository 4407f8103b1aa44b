"""Running again what ran before, with the same parameters."""

from __future__ import annotations

from django.db import transaction

from watchbell.errors import Conflict, NotFound
from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.tasks.run_now import key_of, run_now, same_request
from watchbell.tasks.store import get_store


def rerun(execution_id: str, user: str, idempotency_key: str | None = None) -> Execution:
    """A new execution: of the task as it is defined now, or as it was where it is gone.

    Raises NotFound, also where nothing is left that could run; Conflict for a step of a pipeline.
    """
    earlier = Execution.objects.filter(pk=execution_id).first()
    if earlier is None:
        raise NotFound("not_found", what="execution", name=execution_id)
    if earlier.kind == "step":
        raise Conflict("step_runs_in_pipeline", pipeline=earlier.parent_id)
    if earlier.task_id and get_store().get_task_by_id(earlier.task_id):
        return run_now(
            earlier.task_id,
            parameters=earlier.parameters,
            user=user,
            trigger="rerun",
            retry_of=earlier.execution_id,
            idempotency_key=idempotency_key,
        )
    if earlier.definition_id is None:
        raise NotFound("not_found", what="task", name=earlier.task_id or earlier.origin)
    again = Execution(
        kind=earlier.kind,
        origin=earlier.origin,
        name=earlier.name,
        runner=earlier.runner,
        definition_id=earlier.definition_id,
        trigger="rerun",
        retry_of=earlier.execution_id,
        user=user,
        parameters=earlier.parameters,
        page_context=earlier.page_context,
        idempotency_key=key_of(user, idempotency_key),
    )
    key = again.idempotency_key
    with transaction.atomic():
        if key and (made := Execution.objects.filter(idempotency_key=key).first()):
            return same_request(made, again)
        create([again])
    return again
