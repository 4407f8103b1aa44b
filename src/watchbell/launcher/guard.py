"""The launcher's parent: it only waits, and when the launcher dies it kills every program of it."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from watchbell.launcher import journal, marks, tree
from watchbell.launcher.notes import note
from watchbell.launcher.sweep import kill_all

if TYPE_CHECKING:
    from pathlib import PurePath

    from watchbell.launcher.tree import Process

# Longer would keep the next launcher from starting; that one looks again for what could not be killed.
_PATIENCE = 10.0


def guard(launcher: int, journal_path: str | PurePath) -> int:
    """Wait for the launcher's end; the exit status for this process.

    Everything the launcher had becomes a child of this process (a subreaper too) at that moment.
    """
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, frame: os.kill(launcher, number))
    status = os.waitstatus_to_exitcode(_wait(launcher))
    if status == 0:
        return 0
    note(f"the launcher died ({status}): ending its programs")
    kept = _kept_tags(journal_path)
    kill_all(lambda: _orphans(kept), _PATIENCE)
    return 1


def _wait(launcher: int) -> int:
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == launcher:
            return status


def _kept_tags(path: str | PurePath) -> set[int]:
    return {record["tag"] for record in journal.read(path) if record.get("op") == "kept"}


def _orphans(kept: set[int]) -> list[Process]:
    me = os.getpid()
    processes = tree.everything()
    roots = [
        process.pid
        for process in processes.values()
        if process.parent == me and not (kept and marks.read_tag(process.pid) in kept)
    ]
    return [process for process in tree.descendants(roots, processes).values() if process.alive]
