"""One epoll loop with timers: it sleeps for ever when there is nothing to wait for."""

from __future__ import annotations

import heapq
import select
import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

READABLE = select.EPOLLIN
WRITABLE = select.EPOLLOUT
_MANY_CANCELLED = 256
_MOST_FAILURES = 100


class Timer:
    __slots__ = ("callback", "when")

    def __init__(self, when: float, callback: Callable[[], None]) -> None:
        self.when = when
        self.callback: Callable[[], None] | None = callback

    def __lt__(self, other: Timer) -> bool:
        return self.when < other.when


class Loop:
    """Calls handlers of readable descriptors, then due timers, then `turn_end`, for as long as `running`."""

    def __init__(self) -> None:
        self.running = True
        self.busy = False  # set by whoever has work left over: the next turn does not sleep
        self._epoll = select.epoll()
        self._handlers: dict[int, Callable[[int], None]] = {}
        self._timers: list[Timer] = []
        self._cancelled = 0
        self._failures = 0

    def watch(self, fd: int, handler: Callable[[int], None], mask: int = READABLE) -> None:
        self._handlers[fd] = handler
        self._epoll.register(fd, mask)

    def change(self, fd: int, mask: int) -> None:
        self._epoll.modify(fd, mask)

    def forget(self, fd: int) -> None:
        del self._handlers[fd]
        self._epoll.unregister(fd)

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        """`callback` runs once, `delay` seconds from now."""
        timer = Timer(monotonic() + delay, callback)
        heapq.heappush(self._timers, timer)
        return timer

    def cancel(self, timer: Timer | None) -> None:
        if timer is None or timer.callback is None:
            return
        timer.callback = None
        self._cancelled += 1
        # Timeouts of short programs lie hours ahead: without this the heap would hold every one of them.
        if self._cancelled > _MANY_CANCELLED and self._cancelled * 2 > len(self._timers):
            self._timers = [timer for timer in self._timers if timer.callback]
            heapq.heapify(self._timers)
            self._cancelled = 0

    def run(self, turn_end: Callable[[], None]) -> None:
        while self.running:
            failures = self._failures
            for fd, mask in self._epoll.poll(self._patience()):
                handler = self._handlers.get(fd)
                if handler is not None:
                    self._call(handler, mask)
            self._fire()
            self._call(turn_end)
            if failures == self._failures:
                self._failures = 0

    def _call(self, action: Callable[..., None], *values: int) -> None:
        # A mistake about one run must not end all the others; but one that returns each turn must not spin.
        try:
            action(*values)
        except Exception as error:
            self._failures += 1
            sys.excepthook(type(error), error, error.__traceback__)
            if self._failures > _MOST_FAILURES:
                raise

    def _patience(self) -> float | None:
        if self.busy:
            self.busy = False
            return 0
        while self._timers and self._timers[0].callback is None:
            heapq.heappop(self._timers)
            self._cancelled -= 1
        return max(0.0, self._timers[0].when - monotonic()) if self._timers else None

    def _fire(self) -> None:
        now = monotonic()
        while self._timers and self._timers[0].when <= now:
            timer = heapq.heappop(self._timers)
            callback, timer.callback = timer.callback, None
            if callback is None:
                self._cancelled -= 1
            else:
                self._call(callback)
