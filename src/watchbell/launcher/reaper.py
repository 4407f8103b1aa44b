"""Collects children that have ended, and finds out whether they have left anything behind."""

from __future__ import annotations

import contextlib
import os
import signal
from time import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchbell.launcher.family import Family
    from watchbell.launcher.loop import Loop, Timer
    from watchbell.launcher.run import Run
    from watchbell.launcher.tree import Process

_LOOK_AGAIN = 1.0


class Reaper:
    """`ended(run, leftovers)` is called once per run, `strays(processes)` for orphans whose run is over."""

    def __init__(
        self,
        family: Family,
        loop: Loop,
        ended: Callable[[Run, bool], None],
        strays: Callable[[list[Process]], None],
    ) -> None:
        self._family = family
        self._loop = loop
        self._ended = ended
        self._strays = strays
        self._again: Timer | None = None
        self._wakeup = self._listen()

    def _listen(self) -> int:
        read, write = os.pipe()
        os.set_blocking(read, False)
        os.set_blocking(write, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        self._loop.watch(read, self._on_signal)
        return read

    def _on_signal(self, mask: int) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wakeup, 4096)
        self.collect()

    def collect(self) -> None:
        """Reap all that has ended by now."""
        ended = []
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if not pid:
                break
            run = self._family.by_pid.pop(pid, None)
            if run is not None:
                run.status = status
                run.ended_at = time()
                run.max_rss_bytes = usage.ru_maxrss * 1024
                ended.append(run)
            owner = run or self._family.reaped(pid)
            if owner is not None:
                owner.cpu_seconds += usage.ru_utime + usage.ru_stime
        if ended:
            self._examine(ended)

    def _examine(self, ended: list[Run]) -> None:
        # One look for all that ended in this turn. Whatever a program leaves has become our child before
        # the program could be reaped, so a list without strangers proves that nothing is left.
        orphans = self._family.orphans() if self._family.has_orphans() else {}
        for run in ended:
            self._ended(run, run.tag in orphans)
        self._judge(orphans)
        if self._again is None:
            self._again = self._loop.call_later(_LOOK_AGAIN, self._look_again)

    def _look_again(self) -> None:
        # The kernel may leave out a child while its neighbour in the list ends (proc(5)): so look twice.
        self._again = None
        self.collect()
        self._judge(self._family.orphans())

    def _judge(self, orphans: dict[int, list[Process]]) -> None:
        family = self._family
        alone = not family.by_pid
        for tag, processes in orphans.items():
            if tag in family.by_tag or tag in family.kept:
                continue
            if tag or alone:
                self._strays(processes)
            elif self._again is None:
                self._again = self._loop.call_later(_LOOK_AGAIN, self._look_again)
