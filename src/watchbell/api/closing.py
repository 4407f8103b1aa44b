"""The end of the web server: what is held open until something happens is told not to wait any longer."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Closing:
    """Begins once, and does not end. `begin` and `listen` may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: set[Callable[[], None]] = set()
        self.has_begun = False

    def begin(self) -> None:
        with self._lock:
            self.has_begun = True
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener` when the server closes, at once where it does; the returned function ends that."""
        with self._lock:
            self._listeners.add(listener)
        if self.has_begun:
            listener()
        return lambda: self._listeners.discard(listener)


closing = Closing()
