"""Live events: they only say that there is something new; the rows and logs say what.

An event that a slow or absent reader misses is no loss: it resumes from the last id it saw, or
is told to read everything again when that id is no longer known.
"""

from __future__ import annotations

import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from watchbell.executions.models import Execution

Event = dict[str, Any]
Listener = Callable[[Event], None]

_KEPT = 5_000


class EventHub:
    """Numbers events, keeps the latest, and hands each to every listener, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._listeners: list[Listener] = []
        self._recent: deque[Event] = deque(maxlen=_KEPT)
        self._era = secrets.token_hex(4)
        self._number = 0

    @property
    def last_id(self) -> str:
        return f"{self._era}-{self._number}"

    def publish(self, event: Event) -> None:
        with self._lock:
            self._number += 1
            numbered = {"id": self.last_id, **event}
            self._recent.append(numbered)
            for listener in tuple(self._listeners):  # under the lock: everybody hears in the same order
                listener(numbered)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` for each event from now on; the returned function ends that."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def since(self, event_id: str) -> list[Event] | None:
        """The events after `event_id`, or None where they are no longer known."""
        era, _, number = event_id.partition("-")
        with self._lock:
            if era != self._era or not number.isdecimal():
                return None
            missed = self._number - int(number)
            if missed > len(self._recent) or missed < 0:
                return None
            return list(self._recent)[len(self._recent) - missed :]


hub = EventHub()


def announce(*executions: Execution) -> None:
    """Publishes how `executions` then stand, once the transaction at hand is committed."""
    if executions:
        transaction.on_commit(lambda: _publish(executions), robust=True)


def _publish(executions: Iterable[Execution]) -> None:
    for execution in executions:
        hub.publish({"type": "execution", "execution": summary(execution)})


def summary(execution: Execution) -> dict[str, Any]:
    return {
        "execution_id": execution.execution_id,
        "task_id": execution.task_id,
        "parent_id": execution.parent_id,
        "kind": execution.kind,
        "name": execution.name,
        "status": execution.status,
        "reason": execution.reason,
        "progress": execution.progress,
        "log_bytes": execution.log_bytes,
        "cancel_requested": execution.cancel_requested,
    }
