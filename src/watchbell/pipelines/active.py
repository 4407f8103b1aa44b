"""Pipelines and approvals that are not over: read along a small index that holds no other executions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Min

from watchbell.executions.models import Definition, Execution

# Said twice, so that the database uses the index of what is not the launcher's.
_OTHERS = "NOT (runner = 'launcher')"
_SELECT = f"SELECT execution_id, runner, definition_id FROM watchbell_execution WHERE {_OTHERS}"  # noqa: S608
_TIMED = f"""
{_SELECT} AND runner = 'pipeline' AND status = 'running' AND NOT cancel_requested UNION ALL
{_SELECT} AND runner = 'approval' AND status = 'pending' AND NOT cancel_requested
"""
_LATER = f"{_SELECT} AND runner = 'pipeline' AND status = 'pending' AND not_before IS NOT NULL"
_COUNTS = f"""
SELECT status, COUNT(*) FROM watchbell_execution
WHERE {_OTHERS} AND runner IN ('pipeline', 'approval') AND status IN ('pending', 'running') GROUP BY status
"""  # noqa: S608
_CANCELLED = f"""
SELECT execution_id FROM watchbell_execution
WHERE {_OTHERS} AND runner = 'pipeline' AND status = 'running' AND cancel_requested
"""  # noqa: S608
_STALLED = f"""
SELECT execution_id FROM watchbell_execution AS pipeline
WHERE {_OTHERS} AND runner = 'pipeline' AND status = 'running' AND NOT EXISTS (
  SELECT 1 FROM watchbell_execution AS step
  WHERE step.parent_id = pipeline.execution_id AND step.status IN ('pending', 'running'))
"""  # noqa: S608


class Deadline(NamedTuple):
    """When a pipeline that runs, or an approval that waits, has had its time."""

    execution_id: str
    runner: str
    moment: datetime


class Deadlines:
    """Knows the timeouts of definitions, which do not change."""

    def __init__(self) -> None:
        self._timeouts: dict[str, float | None] = {}

    def read(self) -> tuple[bool, list[Deadline]]:
        """Whether anything is active at all, and the deadlines of what has one."""
        rows = _rows(_TIMED)
        self._learn({definition for _, _, definition in rows})
        timed = {key: runner for key, runner, definition in rows if self._timeouts.get(definition)}
        since = Execution.objects.filter(pk__in=list(timed)).values_list(
            "pk", "started_at", "created_at", "definition_id"
        )
        found = [
            Deadline(
                key, timed[key], (started or created) + timedelta(seconds=self._timeouts[definition] or 0)
            )
            for key, started, created, definition in (since if timed else ())
            if definition
        ]
        return bool(rows), found

    def _learn(self, definitions: Iterable[str]) -> None:
        missing = set(definitions) - self._timeouts.keys()
        if len(self._timeouts) > 10_000:
            self._timeouts.clear()
        if missing:
            self._timeouts.update(
                Definition.objects.filter(pk__in=missing).values_list("pk", "body__timeout")
            )


def asked_to_stop() -> list[str]:
    """Running pipelines that shall end."""
    return [key for (key,) in _rows(_CANCELLED)]


def stalled() -> list[str]:
    """Running pipelines without any step that waits or runs: some event was lost."""
    return [key for (key,) in _rows(_STALLED)]


def next_retry(now: datetime) -> datetime | None:
    """When the next pipeline that waits for its time is due."""
    waiting = [key for key, _, _ in _rows(_LATER)]
    if not waiting:
        return None
    later = Execution.objects.filter(pk__in=waiting, not_before__gt=now)
    first: datetime | None = later.aggregate(Min("not_before"))["not_before__min"]
    return first


def waiting_counts() -> dict[str, int]:
    """How many pipelines and approvals there are of each active status: they occupy nothing."""
    return dict(_rows(_COUNTS))


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
