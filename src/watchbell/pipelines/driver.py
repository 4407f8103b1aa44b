"""The part of the engine that starts pipelines, and watches over what no event tells: timeouts, stops.

Steps are run by others; a pipeline that waits for them costs nothing here.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from watchbell.executions.models import Execution
from watchbell.executions.transition import request_cancel
from watchbell.pipelines import approvals
from watchbell.pipelines.active import Deadline, Deadlines, asked_to_stop, next_retry, stalled, waiting_counts
from watchbell.pipelines.advance import carry_on
from watchbell.pipelines.claim import claim

log = logging.getLogger("TaskExecutor")

_LOOK_EVERY = 5.0  # seconds: the safety net under every event that may be lost
_LOOK_WHILE_ACTIVE = 1.0  # an approval may have begun to wait, with a timeout of its own
_SHORTEST_PAUSE = 0.02  # so that a thousand wake-ups for others cost fifty looks
_RETRY_AFTER = 0.5


class PipelineDriver:
    """`start` and `close` are for the engine; the rest is `queue.Dispatching`."""

    def __init__(self) -> None:
        self._woken = threading.Event()
        self._closing = False
        self._deadlines = Deadlines()
        self._look_at = 0.0
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
            was_woken = self._woken.wait(pause)
            self._woken.clear()
            if self._closing:
                break
            try:
                pause = self.turn()
            except DatabaseError as error:
                log.warning("database not available, trying again: %s", error)
                close_old_connections()
                pause = _RETRY_AFTER
            except Exception:
                log.exception("a turn of the pipelines failed")
                pause = _RETRY_AFTER
            if was_woken:
                time.sleep(_SHORTEST_PAUSE)
        connection.close()

    def turn(self) -> float:
        """Does what there is to do; returns the seconds until something may be again."""
        if not waiting_counts():
            return _LOOK_EVERY
        now = timezone.now()
        if claim(now):
            self._woken.set()  # there may be more of them
            self._look_at = 0.0
        for pipeline_id in asked_to_stop():
            _carry_on(pipeline_id)
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + self._look(now)
        return max(_SHORTEST_PAUSE, self._look_at - time.monotonic())

    def _look(self, now: datetime) -> float:
        """Ends what has had its time, and carries on what was forgotten; seconds until the next look."""
        is_active, deadlines = self._deadlines.read()
        for deadline in deadlines:
            if deadline.moment <= now:
                _expire(deadline)
        if time.monotonic() >= self._safety_look_at:
            for pipeline_id in stalled():
                _carry_on(pipeline_id)
            self._safety_look_at = time.monotonic() + _LOOK_EVERY
        coming = [deadline.moment for deadline in deadlines if deadline.moment > now]
        retry = next_retry(now)
        first = min([*coming, *([retry] if retry else [])], default=None)
        longest = _LOOK_WHILE_ACTIVE if is_active else _LOOK_EVERY
        return min(longest, max(0.0, (first - now).total_seconds())) if first else longest


def _carry_on(pipeline_id: str) -> None:
    with transaction.atomic():
        carry_on({pipeline_id: {}})


def _expire(deadline: Deadline) -> None:
    if deadline.runner == "approval":
        approvals.expire(deadline.execution_id)
        return
    with transaction.atomic():
        pipeline = Execution.objects.filter(pk=deadline.execution_id).first()
        if pipeline and request_cancel(pipeline, "timeout"):
            carry_on({deadline.execution_id: {}})
