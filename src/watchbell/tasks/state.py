"""How each task stands, brought up to date when its executions end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from watchbell.executions.models import Execution
from watchbell.executions.row_reader import RowReader
from watchbell.executions.row_writer import RowWriter
from watchbell.executions.signals import executions_finished
from watchbell.kernel.status import Status
from watchbell.tasks.models import TaskState
from watchbell.tasks.store import get_store

RECENT = 20
_FAILURES = (Status.FAILED, Status.TIMEOUT, Status.LOST)
_COLUMNS = ("status", "reason", "last_execution_id", "last_run_at", "last_success_at", "streak", "recent")
_states = RowReader(TaskState, "state")
_rows = RowWriter.replace(TaskState, _COLUMNS)


def connect() -> None:
    """Follows the ends of executions from now on."""
    executions_finished.connect(_on_finished, dispatch_uid="watchbell.tasks.state")


def apply(execution: Execution) -> None:
    apply_many([execution])


def apply_many(executions: Iterable[Execution]) -> None:
    """Notes ended executions of tasks, with one read and one write however many they are.

    To be called in the transaction that ends them. An execution that is noted already changes nothing.
    """
    ended: dict[str, list[Execution]] = {}
    for row in executions:
        if row.kind == "task" and row.is_finished and (name := row.task_id):
            ended.setdefault(name, []).append(row)
    if not ended:
        return
    with transaction.atomic(savepoint=False):
        states = {state.task_id: state for state in _standing(sorted(ended))}
        for name, rows in ended.items():
            _note_all(states.setdefault(name, TaskState(task_id=name)), rows)
        _rows.write(states.values())


def _standing(names: list[str]) -> list[TaskState]:
    marks = ", ".join(["%s"] * len(names))
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    return _states.read(f"WHERE task_id IN ({marks}) ORDER BY task_id {lock}", names)


def forget(task_id: str) -> None:
    """Drops what is known of a task that is gone; its executions stay in the history."""
    TaskState.objects.filter(pk=task_id).delete()


def _on_finished(executions: list[Execution], **_: Any) -> None:
    apply_many(executions)
    get_store().note_finished(executions)


def _note_all(state: TaskState, rows: list[Execution]) -> None:
    known = {entry["execution_id"] for entry in state.recent}
    fresh = [row for row in rows if row.execution_id not in known]
    state.recent = [*state.recent, *map(_entry, fresh[-RECENT:])][-RECENT:]
    for row in fresh:
        _note(state, row)


def _note(state: TaskState, row: Execution) -> None:
    never_ran = state.last_run_at is None
    if row.status != Status.SKIPPED or never_ran:
        # What did not run says nothing about how the task last did, unless there is nothing else to say.
        state.status = row.status
        state.reason = row.reason
        state.last_execution_id = row.execution_id
    if row.status == Status.SKIPPED:
        return
    # When it was made, not when it started: what happened in between is not part of what it was made for.
    state.last_run_at = max(state.last_run_at or row.created_at, row.created_at)
    if row.status == Status.SUCCESS:
        state.last_success_at = row.completed_at
        state.streak = 0
    elif row.final and row.status in _FAILURES:
        state.streak += 1


def _entry(row: Execution) -> dict[str, Any]:
    return {
        "execution_id": row.execution_id,
        "status": row.status,
        "duration": row.duration,
        "created_at": row.created_at.isoformat(),
    }
