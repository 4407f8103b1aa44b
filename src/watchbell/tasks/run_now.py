"""Running a task because somebody asked for it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from watchbell.errors import Conflict, NotFound
from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.rows import active_rows, admit, new_row
from watchbell.tasks.store import get_store


def run_now(
    task_id: str,
    *,
    parameters: dict[str, Any] | None = None,
    user: str = "",
    trigger: str = "manual",
    idempotency_key: str | None = None,
    retry_of: str | None = None,
    page_context: str | dict[str, Any] | None = None,
) -> Execution:
    """A new execution of a task, or the one that `idempotency_key` made before.

    It is `skipped` (`overlap`) where the task's overlap policy forbids a second one. Raises NotFound,
    ConfigurationError (parameters), Conflict (the key was used for something else).
    """
    task = existing_task(task_id)
    given = _checked(task, parameters or {})
    key = key_of(user, idempotency_key)
    row = new_row(
        task,
        parameters=given,
        user=user,
        trigger=trigger,
        idempotency_key=key,
        retry_of=retry_of,
        page_context=page_context or {},
    )
    if key and (earlier := Execution.objects.filter(idempotency_key=key).first()):
        return same_request(earlier, row)
    try:
        with transaction.atomic():
            active = [] if task.task_overlap == "allow" else active_rows(row.origin)
            _insert(admit(task, row, active), checked=key is not None)
    except IntegrityError:
        return same_request(Execution.objects.get(idempotency_key=key), row)
    return row


def existing_task(task_id: str) -> TaskDefinition:
    """The task, or NotFound."""
    task = get_store().get_task_by_id(task_id)
    if task is None:
        raise NotFound("not_found", what="task", name=task_id)
    return task


def _checked(task: TaskDefinition, parameters: dict[str, Any]) -> dict[str, Any]:
    if not task.task_parameters and not parameters:
        return {}
    from watchbell.kernel import params  # brings in a schema validator, which most tasks do without

    return params.apply(task.task_parameters, parameters)


def _insert(row: Execution, checked: bool) -> None:
    if checked and Execution.objects.filter(idempotency_key=row.idempotency_key).exists():
        raise IntegrityError
    create([row])


def key_of(user: str, idempotency_key: str | None) -> str | None:
    """Keys are each user's own."""
    return f"{user}:{idempotency_key}" if idempotency_key else None


def same_request(earlier: Execution, row: Execution) -> Execution:
    """The execution that a repeated request made before. Raises Conflict where it asks for something else."""
    if earlier.origin != row.origin or earlier.parameters != row.parameters:
        raise Conflict("idempotency_key_reused", field="Idempotency-Key")
    return earlier
