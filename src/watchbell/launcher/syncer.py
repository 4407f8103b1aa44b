"""Syncs a file to the disk while the loop goes on: a slow disk may delay reports, but no pipe or timeout."""

from __future__ import annotations

import os
from _thread import allocate_lock, start_new_thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchbell.launcher.loop import Loop


class Syncer:
    """One sync at a time, in the only other thread of the launcher; `done(error)` is called by the loop."""

    def __init__(self, loop: Loop, done: Callable[[OSError | None], None]) -> None:
        self.busy = False
        self._done = done
        self._fd = -1
        self._error: OSError | None = None
        self._work = allocate_lock()
        self._work.acquire()
        self._ready = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        loop.watch(self._ready, self._on_ready)
        start_new_thread(self._serve, ())

    def begin(self, fd: int) -> None:
        """What was written to `fd` before this call will be on the disk when `done` is called."""
        self.busy = True
        self._fd = fd
        self._work.release()

    def _serve(self) -> None:
        while True:
            self._work.acquire()
            try:
                os.fdatasync(self._fd)
                self._error = None
            except OSError as error:
                self._error = error
            os.eventfd_write(self._ready, 1)

    def _on_ready(self, mask: int) -> None:
        os.eventfd_read(self._ready)
        self.busy = False
        self._done(self._error)
