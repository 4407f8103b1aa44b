"""Ends whole trees: TERM, a grace period, STOP and KILL until nothing is left; and counts what it did."""

from __future__ import annotations

import signal
from time import monotonic, time
from typing import TYPE_CHECKING

from watchbell.launcher import tree
from watchbell.launcher.run import KILLING, QUEUED, RUNNING, SETTLING, TERMINATING

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchbell.launcher.family import Family
    from watchbell.launcher.loop import Loop
    from watchbell.launcher.protocol import Message
    from watchbell.launcher.run import Run
    from watchbell.launcher.tree import Process

SETTLE = 0.2  # for descendants that hold the pipes to say their last words
GIVE_UP = 5.0  # after the first KILL: what lives then cannot be killed (disk sleep, another user)
_LOOK_EVERY = 0.05
_ROUNDS = 8


class Stopper:
    """The certificate is in the outcome: `processes_ended` and `survivors`."""

    def __init__(
        self,
        family: Family,
        loop: Loop,
        collect: Callable[[], None],
        finish: Callable[[Run], None],
        tell: Callable[[Message], None],
    ) -> None:
        self._family = family
        self._loop = loop
        self._collect = collect
        self._finish = finish
        self._tell = tell

    def stop(self, run: Run, cause: str, limit: str | None = None) -> None:
        """Begin to end a run; does nothing where its end has already begun. A broken limit gets no grace."""
        if run.phase == QUEUED:
            run.cause = cause
            self._finish(run)
        if run.phase != RUNNING:
            return
        run.cause, run.limit = cause, limit
        run.phase = TERMINATING
        if limit or run.grace <= 0:
            self.kill(run)
            return
        self._signal(run, signal.SIGTERM, self._family.members(run))
        self._after(run, "kill", run.grace, self.kill)

    def _signal(self, run: Run, number: signal.Signals, members: list[Process]) -> None:
        for process in members:
            run.signalled[process.pid, process.start] = process
            tree.send(process, number)
            if number == signal.SIGTERM:
                tree.send(process, signal.SIGCONT)  # a stopped process would sleep through it
        self._tell(
            {
                "event": "stopping",
                "id": run.id,
                "signal": number.name,
                "processes": len(members),
                "at": time(),
            }
        )

    def ended(self, run: Run, leftovers: bool) -> None:
        """The program itself has ended."""
        if run.phase == RUNNING:
            for output in run.outputs:
                output.drain()
            held = any(output.fd >= 0 for output in run.outputs)
            if not held and (run.keep_children or not leftovers):
                self._finish(run)
                return
            run.phase = SETTLING
            self._after(run, "settle", SETTLE if held else 0.0, self.settled)
        elif run.phase == TERMINATING:
            if leftovers:
                self._after(run, "look", _LOOK_EVERY, self._look)
            else:
                self._finish(run)

    def settled(self, run: Run) -> None:
        """Its last words are read, or its time for them is over."""
        if run.keep_children:
            self._finish(run)
        else:
            self.kill(run)

    def _look(self, run: Run) -> None:
        if run.phase == TERMINATING and self._family.orphans().get(run.tag):
            self._after(run, "look", _LOOK_EVERY, self._look)
        elif run.phase == TERMINATING:
            self.kill(run)

    def kill(self, run: Run) -> None:
        """Kill all of it, now and again until it is gone or GIVE_UP has passed."""
        if run.phase == KILLING:
            return
        run.phase = KILLING
        deadline = monotonic() + GIVE_UP
        members = self._freeze(run)
        if members:
            self._signal(run, signal.SIGKILL, members)
        self._sweep(run, deadline)

    def _freeze(self, run: Run) -> list[Process]:
        # What is stopped cannot fork: without this a fork bomb outruns any list of its members.
        frozen: dict[tuple[int, int], Process] = {}
        for _ in range(_ROUNDS):
            members = self._family.members(run)
            new = [process for process in members if (process.pid, process.start) not in frozen]
            if len(members) == 1 or not new:
                return members
            for process in new:
                frozen[process.pid, process.start] = process
                tree.send(process, signal.SIGSTOP)
        return self._family.members(run)

    def _sweep(self, run: Run, deadline: float) -> None:
        self._collect()
        members = self._freeze(run)
        if monotonic() >= deadline or not (members or self._family.by_pid.get(run.pid) is run):
            run.survivors = len(members)
            self._finish(run)
            return
        for process in members:
            run.signalled[process.pid, process.start] = process
            tree.send(process, signal.SIGKILL)
        self._after(run, "sweep", 0.01, lambda run: self._sweep(run, deadline))

    def kill_strays(self, strays: list[Process]) -> None:
        """Orphans whose run is over, and what is below them."""
        processes = tree.everything()
        for process in tree.descendants([stray.pid for stray in strays], processes).values():
            tree.send(process, signal.SIGKILL)

    def _after(self, run: Run, name: str, delay: float, action: Callable[[Run], None]) -> None:
        self._loop.cancel(run.timers.get(name))
        run.timers[name] = self._loop.call_later(delay, lambda: action(run))
