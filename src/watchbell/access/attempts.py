"""How often somebody may try, counted in this process."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from watchbell.errors import TooManyRequests

_MOST_KEYS = 10_000


class Attempts:
    """At most `limit` attempts within `seconds` for one key; memory is bounded."""

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._taken: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Counts one attempt. Raises TooManyRequests (`retry_after` in whole seconds) beyond the limit."""
        with self._lock:
            now = self._clock()
            times = self._recent(key, now)
            if len(times) >= self._limit:
                wait = math.ceil(times[0] + self._seconds - now)
                raise TooManyRequests("too_many_requests", retry_after=max(1, wait))
            times.append(now)

    def forget(self, key: str) -> None:
        """Clears the count of `key`, after a success."""
        with self._lock:
            self._taken.pop(key, None)

    def _recent(self, key: str, now: float) -> deque[float]:
        times = self._taken.setdefault(key, deque())
        self._taken.move_to_end(key)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        while len(self._taken) > _MOST_KEYS:
            self._taken.popitem(last=False)
        return times
