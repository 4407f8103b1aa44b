"""When each of many things is due next."""

from __future__ import annotations

import heapq


class Timetable:
    """Keys with the instant (seconds of one clock) at which they are due; a later `put` replaces."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, str]] = []
        self._when: dict[str, float] = {}

    def put(self, key: str, when: float) -> None:
        self._when[key] = when
        heapq.heappush(self._heap, (when, key))

    def next(self) -> float | None:
        """The earliest instant; None where nothing is planned."""
        while self._heap and self._when.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def take_due(self, now: float) -> list[str]:
        """Removes and returns what is due, the earliest first."""
        found = []
        while (when := self.next()) is not None and when <= now:
            _, key = heapq.heappop(self._heap)
            del self._when[key]
            found.append(key)
        return found
