"""The alarm clock: one thread that waits for the next tick.

It holds no state of its own: what is due stands in the rows. So a clock that jumps is noticed
within a second, and a thread that died can be replaced by a new one at any time. Whoever changes a
schedule, in this process or another, says so; the clock also looks by itself every five seconds.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from watchbell.executions import health, wakeup

log = logging.getLogger("Scheduler")

_LOOK_EVERY = 5.0  # seconds, at the rows
_GLANCE_EVERY = 1.0  # seconds, at the time: it costs no query
_JUMP = 5.0  # seconds by which wall and monotonic time may part before it is worth a line
_RETRY_AFTER = 0.5
# Others who want to write look each tenth of a second whether they may; batch after batch leaves no gap.
_LONG_BATCH, _PAUSE = 0.2, 0.15

_woken = threading.Event()
_here: set[Clock] = set()


def wake() -> None:
    """The clock of this process looks again."""
    _woken.set()


def tell() -> None:
    """A schedule changed: the clock looks again, here or in the process that has it."""
    wake()
    if not _here:
        wakeup.send()


class Clock:
    """Runs `fire.fire_due` whenever something is due."""

    def __init__(self) -> None:
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)
        self._offset = time.time() - time.monotonic()

    def start(self) -> None:
        _here.add(self)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        wake()
        if self._thread.is_alive():
            self._thread.join(timeout=4)
        _here.discard(self)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._closing.is_set():
            _woken.clear()
            try:
                due = self._look()
                health.report("scheduler", ok=True)
                self._rest(due)
            except DatabaseError as error:
                log.warning("database not available, trying again: %s", error)
                close_old_connections()
                time.sleep(_RETRY_AFTER)
            except Exception:
                log.exception("a turn of the scheduler failed")
                time.sleep(_RETRY_AFTER)
        connection.close()

    def _look(self) -> datetime | None:
        """Makes the rows of what is due; returns when something is due again."""
        from watchbell.scheduler.fire import fire_due, next_due

        self._notice_jumps()
        while (due := next_due()) is not None and due <= timezone.now() and not self._closing.is_set():
            began = time.monotonic()
            if not fire_due(timezone.now()):
                self._closing.wait(_RETRY_AFTER)  # another scheduler is at it
                break
            health.report("scheduler", ok=True)  # days of missed ticks take a while
            if time.monotonic() - began > _LONG_BATCH:
                self._closing.wait(_PAUSE)
        return due

    def _rest(self, due: datetime | None) -> None:
        """Waits for what is due, for a change, or for the next look. Wall clocks jump: it glances at them."""
        end = time.monotonic() + _LOOK_EVERY
        while (left := self._seconds_left(end, due)) > 0 and not _woken.wait(min(left, _GLANCE_EVERY)):
            if self._notice_jumps():
                return

    def _seconds_left(self, end: float, due: datetime | None) -> float:
        left = end - time.monotonic()
        return min(left, (due - timezone.now()).total_seconds()) if due else left

    def _notice_jumps(self) -> bool:
        before, self._offset = self._offset, time.time() - time.monotonic()
        jumped = abs(self._offset - before) > _JUMP
        if jumped:
            log.warning("the system clock jumped by %+.0f s", self._offset - before)
        return jumped
