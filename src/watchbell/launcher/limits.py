"""Watches the limits that hold for a whole tree, and tells from an end whether the kernel enforced one."""

from __future__ import annotations

import os
import resource
import signal
from typing import TYPE_CHECKING

from watchbell.launcher import tree
from watchbell.launcher.run import MEBIBYTE, RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchbell.launcher.family import Family
    from watchbell.launcher.loop import Loop
    from watchbell.launcher.run import Run

_FIRST_LOOK = 0.01
_LOOK_EVERY = 0.1
_LOOK_AT_CPU_EVERY = 1.0


class LimitWatch:
    """Looks at a run soon after its start and then every 100 ms (1 s where only CPU time is limited)."""

    def __init__(self, family: Family, loop: Loop, broken: Callable[[Run, str], None]) -> None:
        self._family = family
        self._loop = loop
        self._broken = broken

    def begin(self, run: Run) -> None:
        if run.limits.keys() & {"memory_mb", "processes", "cpu_seconds"}:
            self._next(run, _FIRST_LOOK)

    def _next(self, run: Run, delay: float) -> None:
        run.timers["limits"] = self._loop.call_later(delay, lambda: self._look(run, delay))

    def _look(self, run: Run, delay: float) -> None:
        if run.phase != RUNNING:
            return
        name = self._first_broken(run)
        if name:
            self._broken(run, name)
            return
        often = run.limits.keys() & {"memory_mb", "processes"}
        self._next(run, min(delay * 2, _LOOK_EVERY if often else _LOOK_AT_CPU_EVERY))

    def _first_broken(self, run: Run) -> str | None:
        limits = run.limits
        members = self._family.quick_members(run)
        if "memory_mb" in limits and _memory_above(members, limits["memory_mb"] * MEBIBYTE):
            return "memory_mb"
        if "processes" in limits and ((run.cap and run.cap.was_hit()) or len(members) > limits["processes"]):
            return "processes"
        if "cpu_seconds" in limits and run.cpu_seconds + _cpu(members) > limits["cpu_seconds"] + 0.5:
            return "cpu_seconds"
        return None


def _memory_above(members: list[int], limit: float) -> bool:
    if sum(map(_resident, members)) <= limit:
        return False
    # Pages that forked workers share were counted once for each: count them truly before anyone is killed.
    return sum(_proportional(pid) or _resident(pid) for pid in members) > limit


def _resident(pid: int) -> int:
    words = tree.read_file(f"/proc/{pid}/statm").split()
    return int(words[1]) * tree.PAGE_SIZE if words else 0


def _proportional(pid: int) -> int:
    for line in tree.read_file(f"/proc/{pid}/smaps_rollup").split(b"\n"):
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _cpu(members: list[int]) -> float:
    return sum(process.cpu for pid in members if (process := tree.look(pid)))


def enforced(run: Run) -> str | None:
    """The limit by which the kernel ended a program that was not stopped by us; None where it was none."""
    if run.status is None or run.status == 0:
        return None
    number = os.WTERMSIG(run.status) if os.WIFSIGNALED(run.status) else 0
    limits = run.limits
    if "cpu_seconds" in limits and (
        number == signal.SIGXCPU or (number == signal.SIGKILL and run.cpu_seconds >= limits["cpu_seconds"])
    ):
        return "cpu_seconds"
    if "file_size_mb" in limits and number == signal.SIGXFSZ:
        return "file_size_mb"
    if "memory_mb" in limits and _above(run, limits["memory_mb"] * MEBIBYTE):
        return "memory_mb"
    if "processes" in limits and run.cap and run.cap.was_hit():
        return "processes"
    return None


def _above(run: Run, limit: float) -> bool:
    # A forked program inherits the peak of the launcher's own memory: below that the figure says nothing.
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return run.max_rss_bytes > max(limit, floor)
