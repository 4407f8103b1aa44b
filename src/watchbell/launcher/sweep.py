"""Kills what no living launcher looks after any more."""

from __future__ import annotations

import os
import signal
from time import monotonic, sleep
from typing import TYPE_CHECKING

from watchbell.launcher import tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchbell.launcher.tree import Process

_PAUSE = 0.01


def kill_all(find: Callable[[], list[Process]], seconds: float) -> list[Process]:
    """STOP and KILL what `find` finds until it finds nothing, or for `seconds`. Returns the survivors."""
    deadline = monotonic() + seconds
    stopped: set[tuple[int, int]] = set()
    while True:
        _reap()
        alive = find()
        if not alive or monotonic() > deadline:
            return alive
        new = [process for process in alive if (process.pid, process.start) not in stopped]
        for process in new:
            stopped.add((process.pid, process.start))
            tree.send(process, signal.SIGSTOP)
        # Only when a look finds nobody new can none of them be forking any more.
        if not new or len(alive) == 1:
            for process in alive:
                tree.send(process, signal.SIGKILL)
            sleep(_PAUSE)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return
