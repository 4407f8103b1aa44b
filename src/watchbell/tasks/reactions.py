"""What the end of executions means for tasks: their state, and the tasks that depend on them."""

from __future__ import annotations

import threading
from typing import Any

from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.executions.signals import executions_finished
from watchbell.tasks import dependencies_index, state
from watchbell.tasks.dependencies import Decision, on_finished
from watchbell.tasks.rows import active_rows, admit, new_row, skip
from watchbell.tasks.signals import task_deleted


def connect() -> None:
    """Connects the receivers, in the order in which they must act."""
    state.connect()
    dependencies_index.connect()
    executions_finished.connect(_run_dependents, dispatch_uid="watchbell.tasks.run_dependents")
    task_deleted.connect(_forget, dispatch_uid="watchbell.tasks.forget_state")


class _Chain(threading.local):
    """Ends whose dependents are still to be looked at, while somebody is at it."""

    ends: list[Execution] | None = None


_chain = _Chain()


def _run_dependents(executions: list[Execution], **_: Any) -> None:
    if _chain.ends is not None:  # each link inside the one before would exhaust the stack
        _chain.ends += executions
        return
    _chain.ends = list(executions)
    try:
        while ended := _chain.ends:
            _chain.ends = []
            create([_row(decision) for decision in on_finished(ended)])
    finally:
        _chain.ends = None


def _row(decision: Decision) -> Execution:
    row = new_row(decision.task, trigger="dependency")
    return admit(decision.task, row, active_rows(row.origin)) if decision.runs else skip(row, decision.reason)


def _forget(task_id: str, **_: Any) -> None:
    state.forget(task_id)
