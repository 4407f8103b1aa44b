"""The part of the engine that starts pipelines, and watches over what no event tells: timeouts, stops.

Steps are run by others; a pipeline that waits for them costs nothing here.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from watchbell.executions.models import Definition
from watchbell.executions.transition import request_cancel
from watchbell.pipelines import approvals
from watchbell.pipelines.active import ActiveRow, active_rows, stalled
from watchbell.pipelines.advance import carry_on
from watchbell.pipelines.claim import claim

log = logging.getLogger("TaskExecutor")

_LOOK_EVERY = 5.0  # seconds: the safety net under every event that may be lost
_SHORTEST_PAUSE = 0.02  # so that a thousand wake-ups for others cost fifty looks
_RETRY_AFTER = 0.5


class PipelineDriver:
    """`start` and `close` are for the engine; the rest is `queue.Dispatching`."""

    def __init__(self) -> None:
        self._woken = threading.Event()
        self._closing = False
        self._timeouts: dict[str, float | None] = {}
        self._safety_look_at = 0.0
        self._thread = threading.Thread(target=self._run, name="pipelines", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=4)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def wake(self) -> None:
        self._woken.set()

    def stop_execution(self, execution_id: str) -> None:
        """The row says what shall stop."""
        self._woken.set()

    def watch_log(self, execution_id: str, on: bool) -> None:
        """Nothing to do: the size of a pipeline's log is told whenever it grows."""

    def _run(self) -> None:
        pause = 0.0
        while not self._closing:
            self._woken.wait(pause)
            self._woken.clear()
            if self._closing:
                break
            try:
                pause = self._turn()
            except DatabaseError as error:
                log.warning("database not available, trying again: %s", error)
                close_old_connections()
                pause = _RETRY_AFTER
            except Exception:
                log.exception("a turn of the pipelines failed")
                pause = _RETRY_AFTER
            time.sleep(_SHORTEST_PAUSE)
        connection.close()

    def _turn(self) -> float:
        """One look at all there is to do; seconds until the next is due."""
        now = timezone.now()
        rows = active_rows()
        if any(row.is_waiting_pipeline for row in rows) and claim(now):
            self._woken.set()
            rows = active_rows()
        for row in rows:
            if row.is_running_pipeline and row.cancel_requested:
                _carry_on(row.execution_id)
        deadlines = self._deadlines(rows)
        for row, deadline in deadlines:
            if deadline <= now:
                _expire(row)
        if time.monotonic() >= self._safety_look_at:
            for pipeline_id in stalled():
                _carry_on(pipeline_id)
            self._safety_look_at = time.monotonic() + _LOOK_EVERY
        return self._pause(now, [deadline for _, deadline in deadlines], rows)

    def _pause(self, now: datetime, deadlines: list[datetime], rows: list[ActiveRow]) -> float:
        later = [row.not_before for row in rows if row.is_waiting_pipeline and row.not_before]
        due = [moment for moment in (*deadlines, *later) if moment > now]
        until = min(due, default=now + timedelta(seconds=_LOOK_EVERY)) - now
        return min(_LOOK_EVERY, max(_SHORTEST_PAUSE, until.total_seconds()))

    def _deadlines(self, rows: list[ActiveRow]) -> list[tuple[ActiveRow, datetime]]:
        timed = [row for row in rows if row.has_clock]
        missing = {row.definition_id for row in timed} - self._timeouts.keys()
        if len(self._timeouts) > 10_000:
            self._timeouts.clear()
        if missing:
            bodies = Definition.objects.filter(pk__in=missing).values_list("pk", "body__timeout")
            self._timeouts.update(bodies)
        return [
            (row, row.since + timedelta(seconds=seconds))
            for row in timed
            if (seconds := self._timeouts.get(row.definition_id))
        ]


def _carry_on(pipeline_id: str) -> None:
    with transaction.atomic():
        carry_on({pipeline_id: {}})


def _expire(row: ActiveRow) -> None:
    if row.is_running_pipeline:
        with transaction.atomic():
            request_cancel(row.execution(), "timeout")
            carry_on({row.execution_id: {}})
    else:
        approvals.expire(row.execution_id)
