"""Finds and ends the programs of a launcher that is dead, also where their parents are gone too."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from watchbell.launcher import marks, tree
from watchbell.launcher.sweep import kill_all

if TYPE_CHECKING:
    from watchbell.launcher.protocol import Message
    from watchbell.launcher.tree import Process

_PATIENCE = 5.0


class Leftovers:
    """Knows a process of a lost run by (pid, start time), by the tag it inherited, or by its environment."""

    def __init__(self, starts: list[Message]) -> None:
        self._ids = {start["id"] for start in starts}
        self._tags = {start["tag"]: start["id"] for start in starts}
        self._programs = {start["pid"]: start for start in starts if "pid" in start}
        self._owners: dict[tuple[int, int], str] = {}

    def kill(self) -> dict[str, int]:
        """How many of each run are still alive in the end."""
        survivors = kill_all(self._find, _PATIENCE) if self._ids else []
        return Counter(self._owners[process.pid, process.start] for process in survivors)

    def count(self, run_id: str) -> int:
        """How many processes of this run were found."""
        return sum(owner == run_id for owner in self._owners.values())

    def _find(self) -> list[Process]:
        processes = tree.everything()
        ours = _ancestors(os.getpid(), processes)
        found: dict[int, Process] = {}
        for process in processes.values():
            owner = None if process.pid in ours else self._owner(process)
            if owner is not None:
                for below in tree.descendants([process.pid], processes).values():
                    self._owners.setdefault((below.pid, below.start), owner)
                    found[below.pid] = below
        return [process for process in found.values() if process.alive and process.pid not in ours]

    def _owner(self, process: Process) -> str | None:
        known = self._owners.get((process.pid, process.start))
        if known:
            return known
        start = self._programs.get(process.pid)
        if start and start["ticks"][0] <= process.start <= start["ticks"][1]:
            return str(start["id"])
        tagged = self._tags.get(marks.read_tag(process.pid))
        return tagged or next(iter(marks.marked_ids(process.pid) & self._ids), None)


def _ancestors(pid: int, processes: dict[int, Process]) -> set[int]:
    # A program may itself have started this launcher: never saw off the branch we sit on.
    found: set[int] = set()
    while pid in processes and pid not in found:
        found.add(pid)
        pid = processes[pid].parent
    return found
