"""How long those who run executions may rest. What wakes them is a message; this is for one that was lost."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone

from watchbell.executions.models import Execution
from watchbell.executors.base import Runner

WHILE_ACTIVE = 1.0  # seconds between two looks
WHILE_IDLE = 5.0
# What the indexes are made of is said as well, so that the database uses them.
_INDEXED = {"launcher": "status IN ('pending', 'running')", "other": "NOT (runner = 'launcher')"}
_FIRST = """
SELECT execution_id FROM watchbell_execution
WHERE {indexed} AND status = 'pending' AND runner = '{runner}' AND definition_id IS NOT NULL
ORDER BY CASE WHEN not_before IS NULL THEN 0 ELSE 1 END, not_before LIMIT 1
"""


def rest(runner: Runner, *, is_busy: bool) -> float:
    """Seconds until the next look at the rows: short while something runs or waits for a place."""
    if is_busy:
        return WHILE_ACTIVE
    now = timezone.now()
    first = _next_start(runner, now)
    if first is None:
        return WHILE_IDLE
    left = (first - now).total_seconds()
    return min(left, WHILE_IDLE) if left > 0 else WHILE_ACTIVE


def _next_start(runner: Runner, now: datetime) -> datetime | None:
    """When the first of those that wait may start; None where none waits."""
    with connection.cursor() as cursor:
        indexed = _INDEXED.get(runner, _INDEXED["other"])
        cursor.execute(_FIRST.format(indexed=indexed, runner=runner))
        found = cursor.fetchone()
    if found is None:
        return None
    waiting = Execution.objects.filter(pk=found[0]).values_list("not_before", flat=True)
    return waiting.first() or now
