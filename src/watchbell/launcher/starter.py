"""Takes start requests and turns them into programs, a few a turn."""

from __future__ import annotations

import os
from collections import deque
from contextlib import suppress
from time import CLOCK_BOOTTIME, clock_gettime, time
from typing import TYPE_CHECKING

from watchbell.launcher import cgroup, spawn
from watchbell.launcher.diagnose import diagnose
from watchbell.launcher.output import Output
from watchbell.launcher.run import RUNNING
from watchbell.launcher.tree import CLOCK_TICKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchbell.launcher.family import Family
    from watchbell.launcher.loop import Loop
    from watchbell.launcher.run import Run

_A_TURN = 8  # a spawn takes about 0.4 ms, and meanwhile nobody reads the pipes


class Starter:
    """`started(run)` once it runs, `refused(run)` with `run.error` set where it cannot."""

    def __init__(
        self,
        family: Family,
        loop: Loop,
        note: Callable[[bytes], None],
        started: Callable[[Run], None],
        refused: Callable[[Run], None],
        wrote: Callable[[Run], None],
    ) -> None:
        self._family = family
        self._loop = loop
        self._note = note
        self._started = started
        self._refused = refused
        self._wrote = wrote
        self._queue: deque[Run] = deque()
        self._chosen: list[Run] = []
        self._folder = ""

    def take(self, run: Run) -> None:
        """It is started in one of the next turns, as soon as there is a place for it."""
        self._queue.append(run)

    def drop(self, run: Run) -> None:
        """It is not to be started any more."""
        for waiting in (self._queue, self._chosen):
            if run in waiting:
                waiting.remove(run)

    @property
    def may_start(self) -> bool:
        """Whether there is one that waits for nothing."""
        if not self._queue:
            return False
        places = self._queue[0].places
        return places is None or len(self._family.by_id) - len(self._queue) < places

    def choose(self) -> bool:
        """Notes which are started next: that must be in the journal before their programs exist."""
        while self.may_start and len(self._chosen) < _A_TURN:
            run = self._queue.popleft()
            run.chosen_at = time()
            self._chosen.append(run)
            self._note(run.start_record())
        return bool(self._chosen)

    def start_chosen(self) -> None:
        while self._chosen:
            self._start(self._chosen.pop(0))
        if self._folder:
            self._folder = ""
            os.chdir("/")  # not to hold a folder that somebody wants to remove or unmount

    def _start(self, run: Run) -> None:
        log = run.open_log()
        out = err = (-1, -1)
        try:
            # posix_spawn cannot change the folder, so the launcher itself goes there first.
            if run.cwd != self._folder:
                os.chdir(run.cwd)
                self._folder = run.cwd
            out = os.pipe()
            err = os.pipe()
            if count := run.limits.get("processes"):
                run.cap = cgroup.make(run.tag, int(count))
            self._spawn(run, out[1], err[1])
        except (OSError, ValueError) as error:
            for fd in (out[0], err[0]):
                if fd >= 0:
                    os.close(fd)
            self._explain(run, error)
            return
        finally:
            for fd in (out[1], err[1]):
                if fd >= 0:
                    os.close(fd)
        run.outputs = [
            Output(self._loop, fd, log, stream, lambda: self._wrote(run))
            for stream, fd in ((1, out[0]), (2, err[0]))
        ]
        self._started(run)

    def _spawn(self, run: Run, out: int, err: int) -> None:
        with suppress(OSError, ValueError):  # where there are no tags, the other marks remain
            spawn.set_tag(run.tag)
        before = _ticks()
        started_at = time()
        run.pid = spawn.spawn(run, out, err)
        run.started_at = started_at
        run.ticks = (before, _ticks())
        run.phase = RUNNING
        self._family.born(run)
        self._note(run.pid_record())

    def _explain(self, run: Run, error: OSError | ValueError) -> None:
        run.cause = "spawn"
        run.error = diagnose(run, error)
        run.ended_at = time()
        self._refused(run)


def _ticks() -> int:
    return int(clock_gettime(CLOCK_BOOTTIME) * CLOCK_TICKS)
