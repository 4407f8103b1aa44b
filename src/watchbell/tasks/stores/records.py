"""What the data access layer passes around (seed 004, 任务执行记录模型)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Self

from watchbell.errors import ConfigurationError, InvalidInput, WatchbellError
from watchbell.executions.models import Execution
from watchbell.kernel.status import Status
from watchbell.tasks.definition_errors import unknown_field

STATUS_FIELDS = (
    "task_id",
    "status",
    "reason",
    "last_execution_id",
    "last_run_at",
    "last_success_at",
    "streak",
    "recent",
)


@dataclass
class TaskExecution:
    """The record of one execution. `duration` is in seconds; None where a part is not known (yet)."""

    task_id: str
    execution_id: str
    start_time: datetime | None
    end_time: datetime | None = None
    status: str = "running"
    return_code: int | None = None
    error_message: str | None = None
    duration: float | None = None

    def __post_init__(self) -> None:
        if self.duration is None and self.start_time and self.end_time:
            self.duration = (self.end_time - self.start_time).total_seconds()

    @classmethod
    def of(cls, row: Execution) -> Self:
        return cls(
            task_id=row.task_id or row.origin,
            execution_id=row.execution_id,
            start_time=row.started_at,
            end_time=row.completed_at,
            status=row.status,
            return_code=row.return_code,
            error_message=row.error_message or None,
        )

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        values: dict[str, Any] = {field.name: data.get(field.name) for field in fields(cls)}
        for name in ("start_time", "end_time"):
            values[name] = datetime.fromisoformat(values[name]) if values[name] else None
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(self).items()}


def as_status(text: str) -> Status:
    """Raises ConfigurationError for a word that is no status."""
    try:
        return Status(text)
    except ValueError:
        choices = ", ".join(Status)
        raise ConfigurationError(
            "field_not_a_choice", field="status", name="status", choices=choices
        ) from None


def as_limit(limit: object) -> int:
    """Raises ConfigurationError for what is no number of entries."""
    if isinstance(limit, bool) or not isinstance(limit, int):
        raise ConfigurationError("field_not_whole", field="limit", name="limit")
    if limit < 0:
        raise ConfigurationError("field_too_small", field="limit", name="limit", limit=0)
    return limit


def status_values(status: str | Mapping[str, Any]) -> dict[str, Any]:
    """The values that `update_task_status` sets. Raises ConfigurationError for what there is not."""
    given = {"status": status} if isinstance(status, str) else dict(status)
    settable = STATUS_FIELDS[1:]
    wrong: list[WatchbellError] = [
        unknown_field(name, name, settable) for name in given if name not in settable
    ]
    if wrong:
        raise InvalidInput(wrong)
    if "status" in given:
        given["status"] = as_status(given["status"]).value
    return given
