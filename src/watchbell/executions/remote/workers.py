"""A few threads for work that waits for others; they are made when there is work for them."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from django.db import connection

log = logging.getLogger("TaskExecutor")


class Workers:
    """At most `most` threads. `when_gone` is called once `close` was called and no work goes on.

    The threads are daemons: a target that does not answer must not hold up the end of the process.
    """

    def __init__(self, most: int, when_gone: Callable[[], None]) -> None:
        self._most = most
        self._when_gone = when_gone
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._unfinished = 0
        self._closed = False

    def submit(self, work: Callable[[], None]) -> None:
        with self._lock:
            if self._closed:
                return
            self._unfinished += 1
            if self._threads < min(self._unfinished, self._most):
                self._threads += 1
                threading.Thread(target=self._run, name="remote-worker", daemon=True).start()
        self._work.put(work)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            threads = self._threads
        for _ in range(threads):
            self._work.put(None)
        if not threads:
            self._when_gone()

    def _run(self) -> None:
        while (work := self._work.get()) is not None and not self._closed:
            try:
                work()
            except Exception:
                log.exception("a step of the remote driver failed")
            with self._lock:
                self._unfinished -= 1
        connection.close()
        with self._lock:
            self._threads -= 1
            is_last = not self._threads
        if is_last:
            self._when_gone()
