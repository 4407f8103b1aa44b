"""A retry is a new execution: the next attempt at the same thing, after the interval."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from watchbell.executions.models import Execution
from watchbell.kernel.retry import RetryPolicy
from watchbell.kernel.status import Status

RETRIED = frozenset({Status.FAILED, Status.TIMEOUT})


def plan_retry(execution: Execution, outcome: Status) -> Execution | None:
    """The next attempt (not saved yet) that the definition asks for after `outcome`, or None."""
    if outcome not in RETRIED or execution.cancel_requested or execution.definition is None:
        return None
    policy = execution.definition.body.get("retry")
    delay = RetryPolicy(**policy).delay(execution.attempt) if policy else None
    if delay is None:
        return None
    return Execution(
        kind=execution.kind,
        origin=execution.origin,
        name=execution.name,
        runner=execution.runner,
        definition_id=execution.definition_id,
        trigger="retry",
        attempt=execution.attempt + 1,
        retry_of=execution.execution_id,
        parent_id=execution.parent_id,
        user=execution.user,
        scheduled_for=execution.scheduled_for,
        not_before=timezone.now() + timedelta(seconds=delay),
        parameters=execution.parameters,
        page_context=execution.page_context,
        exclusive=execution.exclusive,
    )
