"""An execution as the API shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from watchbell.executions.models import Execution as Row
from watchbell.executions.wording import error_text
from watchbell.kernel.status import Status

_PLAIN = (
    "execution_id",
    "task_id",
    "kind",
    "origin",
    "name",
    "status",
    "reason",
    "trigger",
    "runner",
    "result_problem",
    "attempt",
    "retry_of",
    "parent_id",
    "scheduled_for",
    "not_before",
    "created_at",
    "duration",
    "return_code",
    "error_type",
    "progress",
    "survivors",
    "processes_ended",
    "worker",
    "pid",
    "user",
    "log_bytes",
    "log_dropped",
    "cancel_requested",
)


class Resources(BaseModel):
    cpu_seconds: float | None
    max_rss_bytes: int | None


class Execution(BaseModel):
    """One attempt to run something.

    In lists `parameters`, `result` and `page_context` are null where they are larger than 4 KiB.
    `task_timezone`: the zone of its task as that is now; "" where it ran none, or the task names none.
    """

    execution_id: str
    short_id: str
    task_id: str | None
    task_timezone: str = ""
    kind: str
    origin: str
    name: str
    status: Status
    reason: str
    trigger: str
    runner: str
    result_problem: str
    attempt: int
    retry_of: str | None
    parent_id: str | None
    scheduled_for: datetime | None
    not_before: datetime | None
    created_at: datetime
    start_time: datetime | None
    end_time: datetime | None
    duration: float | None
    return_code: int | None
    error_type: str
    error_message: str
    parameters: dict[str, Any] | None
    page_context: str | dict[str, Any] | None
    result: Any
    progress: Any
    resources: Resources
    survivors: int | None
    processes_ended: int
    worker: str
    pid: int | None
    user: str
    log_bytes: int
    log_dropped: int
    cancel_requested: bool


class ExecutionDetail(Execution):
    """`definition` is the frozen copy of what ran."""

    definition: dict[str, Any] | None


class ExecutionPage(BaseModel):
    items: list[Execution]
    next_cursor: str | None


class ExecutionCounts(BaseModel):
    counts: dict[Status, int]


class ExecutionStarted(BaseModel):
    execution_id: str
    task_id: str | None
    status: Status


def listed(row: Row, language: str) -> Execution:
    """`row` of a list, whose large columns `lean` (execution_queries) left out."""
    return Execution(**_facts(row, language), **{name: getattr(row, f"short_{name}") for name in HEAVY})


def detailed(row: Row, language: str) -> ExecutionDetail:
    definition = row.definition.body if row.definition else None
    heavy = {name: getattr(row, name) for name in HEAVY}
    return ExecutionDetail(**_facts(row, language), **heavy, definition=definition)


def started(row: Row) -> ExecutionStarted:
    return ExecutionStarted(execution_id=row.execution_id, task_id=row.task_id, status=Status(row.status))


HEAVY = ("parameters", "result", "page_context")


def _facts(row: Row, language: str) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "short_id": row.execution_id[-8:],
        "start_time": row.started_at,
        "end_time": row.completed_at,
        "error_message": error_text(row, language),
        "resources": Resources(cpu_seconds=row.cpu_seconds, max_rss_bytes=row.max_rss_bytes),
    }
