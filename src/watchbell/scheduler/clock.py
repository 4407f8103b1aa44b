"""The alarm clock: one thread that waits for the next tick, and looks at least once a second.

It holds no state of its own: what is due stands in the rows. So a clock that jumps is noticed
within a second, and a thread that died can be replaced by a new one at any time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from watchbell.executions import health

log = logging.getLogger("Scheduler")

_LOOK_EVERY = 1.0  # seconds
_JUMP = 5.0  # seconds by which wall and monotonic time may part before it is worth a line
_RETRY_AFTER = 0.5
# Others who want to write look each tenth of a second whether they may; batch after batch leaves no gap.
_LONG_BATCH, _PAUSE = 0.2, 0.15

_woken = threading.Event()


def wake() -> None:
    """A schedule changed: look again."""
    _woken.set()


class Clock:
    """Runs `fire.fire_due` whenever something is due."""

    def __init__(self) -> None:
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)
        self._offset = time.time() - time.monotonic()

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        wake()
        if self._thread.is_alive():
            self._thread.join(timeout=4)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        from watchbell.scheduler.fire import fire_due, next_due

        while not self._closing.is_set():
            _woken.clear()
            try:
                self._notice_jumps()
                while not self._closing.is_set() and self._fire(fire_due):
                    health.report("scheduler", ok=True)  # days of missed ticks take a while
                health.report("scheduler", ok=True)
                _woken.wait(self._seconds_until(next_due()))
            except DatabaseError as error:
                log.warning("database not available, trying again: %s", error)
                close_old_connections()
                time.sleep(_RETRY_AFTER)
            except Exception:
                log.exception("a turn of the scheduler failed")
                time.sleep(_RETRY_AFTER)
        connection.close()

    def _fire(self, fire_due: Callable[[datetime], int]) -> int:
        began = time.monotonic()
        fired = fire_due(timezone.now())
        if time.monotonic() - began > _LONG_BATCH:
            self._closing.wait(_PAUSE)
        return fired

    def _seconds_until(self, due: datetime | None) -> float:
        if due is None:
            return _LOOK_EVERY
        return min(_LOOK_EVERY, max(0.0, (due - timezone.now()).total_seconds()))

    def _notice_jumps(self) -> None:
        offset = time.time() - time.monotonic()
        if abs(offset - self._offset) > _JUMP:
            log.warning("the system clock jumped by %+.0f s", offset - self._offset)
        self._offset = offset
