"""Steps that wait for a person: approve, reject, and nobody in time."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from watchbell.errors import Conflict, ExecutionError, NotFound, WatchbellError
from watchbell.executions.models import Execution
from watchbell.executions.transition import End, finish_many, start
from watchbell.kernel.status import Status
from watchbell.pipelines.board import STEP, key_of, read_board
from watchbell.pipelines.models import Approval
from watchbell.pipelines.plan import plan_of

REJECTED = "rejected"


def decide(execution_id: str, step: str, approved: bool, user: str, comment: str = "") -> Execution:
    """Approves or rejects a step that waits; returns its row.

    `execution_id` is the pipeline's, with the `step` (which may be left out where only one waits), or the
    step's own. Raises NotFound (no such execution or step), Conflict (it is no approval, it does not wait,
    or several do).
    """
    with transaction.atomic():
        row = _waiting(execution_id, step)
        decision = Approval.objects.create(
            execution_id=row.execution_id, approved=approved, user=user, comment=comment[:1000]
        )
        now = decision.decided_at
        result = {"approved": approved, "user": user, "comment": comment, "decided_at": now.isoformat()}
        if not approved:
            code = "approval_rejected_why" if comment else "approval_rejected"
            _end(row, Status.FAILED, REJECTED, ExecutionError(code, user=user, comment=comment), result)
        else:
            _end(row, Status.SUCCESS, "", None, result)
    return row


def expire(execution_id: str) -> None:
    """Ends a step that waited longer than its timeout."""
    with transaction.atomic():
        row = _locked(execution_id=execution_id)
        if row:
            _end(row, Status.TIMEOUT, "timeout", ExecutionError("approval_timeout"), None)


def _waiting(execution_id: str, step: str) -> Execution:
    asked = Execution.objects.select_related("definition").filter(pk=execution_id).first()
    if asked is None:
        raise NotFound("not_found", what="execution", name=execution_id)
    own = _locked(execution_id=execution_id)
    if own:
        return own
    waiting = Execution.objects.filter(parent_id=execution_id, runner="approval", status="pending")
    by_key = {key_of(origin): pk for pk, origin in waiting.values_list("pk", "origin")}
    chosen = [pk for key, pk in by_key.items() if step in (key, key.partition("[")[0], "")]
    if len(chosen) > 1:
        raise Conflict("approval_which", field="step", known=", ".join(sorted(by_key)))
    row = _locked(execution_id=chosen[0]) if chosen else None
    if row is None:
        raise _why_not(asked, step, ", ".join(sorted(by_key)))
    return row


def _why_not(asked: Execution, step: str, known: str) -> WatchbellError:
    """Why there is nothing to decide: no such step, a step that asks nothing, or one that is over."""
    if asked.kind == STEP and asked.runner != "approval":
        return Conflict("approval_of_no_approval", step=key_of(asked.origin), known="")
    if not step or asked.runner != "pipeline" or asked.definition is None:
        return Conflict("approval_decided", field="step" if step else None)
    step_id = step.partition("[")[0]
    planned = plan_of(asked.definition).by_id.get(step_id)
    begun = read_board(asked.execution_id).keys_of.get(step_id)
    if planned is None or (step != step_id and begun and step not in begun):
        return NotFound("approval_step_unknown", field="step", step=step, known=known)
    if not planned.is_approval:
        return Conflict("approval_of_no_approval", field="step", step=step, known=known)
    return Conflict("approval_decided", field="step")


def _locked(execution_id: str) -> Execution | None:
    rows = Execution.objects.select_for_update(of=("self",)).select_related("definition")
    return rows.filter(pk=execution_id, runner="approval", status="pending").first()


def _end(row: Execution, status: Status, reason: str, error: ExecutionError | None, result: object) -> None:
    """Its time is that of the waiting: it began when it was made."""
    columns = {"result": result, "survivors": 0}
    if error:
        columns |= {"error_type": "ExecutionError", "error_code": error.code, "error_message": str(error)}
        columns["error_values"] = error.values
    if start(row, started_at=row.created_at):
        finish_many([End(row, status, reason, timezone.now(), columns)])
