"""Stopping: what waits is cancelled at once, what the launcher has is ended by the launcher."""

from __future__ import annotations

from django.db import transaction

from watchbell.errors import NotFound
from watchbell.executions import queue
from watchbell.executions.models import Execution
from watchbell.executions.transition import finish, request_cancel
from watchbell.kernel.status import Status


def request_stop(execution_id: str, reason: str = "user") -> Execution:
    """Sees to it that an execution ends; asking twice, or after its end, changes nothing.

    Raises NotFound. The returned row tells how it stands now: what runs is still `running`,
    with `cancel_requested`, until its whole process tree is gone.
    """
    with transaction.atomic():
        execution = Execution.objects.select_for_update().filter(pk=execution_id).first()
        if execution is None:
            raise NotFound("not_found", what="execution", name=execution_id)
        if execution.is_finished:
            return execution
        asked = request_cancel(execution, reason)
        if asked and execution.status == Status.PENDING and execution.claimed_at is None:
            finish(execution, Status.CANCELLED, reason=reason, survivors=0)
        elif asked:
            transaction.on_commit(lambda: queue.stop_execution(execution_id))
    return execution
