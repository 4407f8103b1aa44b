"""Pipelines and approvals that are not over: read along a small index that holds no other executions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from watchbell.executions.models import Execution
from watchbell.executions.row_reader import RowReader
from watchbell.kernel.status import Status

_rows = RowReader(Execution, "active")
_ACTIVE = """
WHERE runner IN ('pipeline', 'approval') AND NOT (runner = 'launcher') AND status IN ('pending', 'running')
"""
_STALLED = """
SELECT execution_id FROM watchbell_execution AS pipeline
WHERE runner = 'pipeline' AND NOT (runner = 'launcher') AND status = 'running' AND NOT EXISTS (
  SELECT 1 FROM watchbell_execution AS step
  WHERE step.parent_id = pipeline.execution_id AND step.status IN ('pending', 'running'))
"""


@dataclass(frozen=True)
class ActiveRow:
    row: Execution

    @property
    def execution_id(self) -> str:
        return self.row.execution_id

    @property
    def definition_id(self) -> str:
        return self.row.definition_id or ""

    @property
    def cancel_requested(self) -> bool:
        return self.row.cancel_requested

    @property
    def not_before(self) -> datetime | None:
        return self.row.not_before

    @property
    def is_waiting_pipeline(self) -> bool:
        return self.row.runner == "pipeline" and self.row.status == Status.PENDING

    @property
    def is_running_pipeline(self) -> bool:
        return self.row.runner == "pipeline" and self.row.status == Status.RUNNING

    @property
    def has_clock(self) -> bool:
        """Whether its timeout counts now: a pipeline runs, an approval waits."""
        return not self.is_waiting_pipeline and not self.row.cancel_requested

    @property
    def since(self) -> datetime:
        return self.row.started_at or self.row.created_at

    def execution(self) -> Execution:
        return self.row


def active_rows() -> list[ActiveRow]:
    return [ActiveRow(row) for row in _rows.read(_ACTIVE, [])]


def stalled() -> list[str]:
    """Running pipelines without any step that waits or runs: some event was lost."""
    with connection.cursor() as cursor:
        cursor.execute(_STALLED)
        return [key for (key,) in cursor.fetchall()]
