"""What one live client has still to be told. Bounded, however slow the client is."""

from __future__ import annotations

import threading
from collections.abc import Callable

from watchbell.executions.events import Event


class Outbox:
    """Events from any thread, for one reader.

    Of several events about the same thing only the latest is kept, and beyond `limit` things all of
    them give way to one `reset`: events only say that there is something new.
    """

    def __init__(self, wake: Callable[[], None], limit: int = 1000) -> None:
        self._wake = wake
        self._limit = limit
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, str], Event] = {}
        self._reset: Event | None = None

    def put(self, event: Event) -> None:
        with self._lock:
            idle = not self._waiting and self._reset is None
            if self._reset is not None or len(self._waiting) >= self._limit:
                self._waiting.clear()
                self._reset = {"type": "reset", "id": event["id"]}
            else:
                key = _subject(event)
                self._waiting.pop(key, None)
                self._waiting[key] = event
        if idle:
            self._wake()

    def take(self) -> list[Event]:
        """Everything that waits, oldest first; nothing of it waits any more."""
        with self._lock:
            events = [self._reset] if self._reset else list(self._waiting.values())
            self._waiting.clear()
            self._reset = None
        return events


def _subject(event: Event) -> tuple[str, str]:
    subject = {**event, **event.get("execution", {})}
    return event["type"], subject.get("execution_id") or subject.get("task_id") or ""
