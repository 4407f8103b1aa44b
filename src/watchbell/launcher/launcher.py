"""The launcher proper: puts its parts together, and does at the end of a turn what a turn has gathered."""

from __future__ import annotations

import faulthandler
import os
import signal
from typing import TYPE_CHECKING

from watchbell.launcher import limits, marks, protocol, spawn
from watchbell.launcher.family import Family
from watchbell.launcher.history import History
from watchbell.launcher.limits import LimitWatch
from watchbell.launcher.loop import Loop
from watchbell.launcher.reaper import Reaper
from watchbell.launcher.reporter import Reporter
from watchbell.launcher.requests import Requests
from watchbell.launcher.run import DONE, QUEUED, SETTLING, Run
from watchbell.launcher.server import Server
from watchbell.launcher.shows import Shows
from watchbell.launcher.starter import Starter
from watchbell.launcher.stopper import Stopper

if TYPE_CHECKING:
    from watchbell.launcher.protocol import Message
    from watchbell.launcher.tree import Process

_TRY_DISK_EVERY = 1.0
# Most programs are over by then, and nobody needs to hear of their start.
_TELL_STARTS_AFTER = 0.05


class Launcher:
    """`guarded` is a pipe whose other end only the guard holds: when it closes, the guard is dead."""

    def __init__(self, folder: str, guarded: int) -> None:
        self.loop = Loop()
        self.family = Family()
        self.history = History(os.path.join(folder, protocol.JOURNAL), self.family)
        self._next_tag = marks.first_tag()
        self._ending = self._terminated = self._leaving = False
        self._disk_timer = False
        requests = Requests(self)
        path = os.path.join(folder, protocol.SOCKET)
        self.server = Server(self.loop, path, requests.greeting, requests.take, self.end)
        self.reporter = Reporter(self.history, self.loop, self.server.send)
        self.shows = Shows(self.loop, self.server)
        self.reaper = Reaper(self.family, self.loop, self._program_ended, self._strays)
        self.stopper = Stopper(self.family, self.loop, self.reaper.collect, self._finish, self.reporter.tell)
        self.limits = LimitWatch(self.family, self.loop, self._limit_broken)
        self.starter = Starter(
            self.family, self.loop, self.history.journal.add, self._started, self._finish, self._wrote
        )
        self._guarded = guarded
        self.loop.watch(guarded, self._on_guard)

    def run(self) -> None:
        """Until it is asked to end, and nothing runs."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        faulthandler.register(signal.SIGUSR1)  # kill -USR1 writes into launcher.log what it is doing
        spawn.prepare()
        self.loop.run(self._turn_end)
        self.server.close()

    def accept(self, message: Message) -> None:
        """A start nobody has seen before."""
        if self._leaving:
            return  # as if it had come too late: the next launcher is told of it
        try:
            run = Run(message, self._next_tag)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self.reporter.refused(str(message["id"]), str(error))
            return
        self._next_tag += 1
        self.family.add(run)
        self.starter.take(run)

    def end(self) -> None:
        """Leave as soon as nothing runs and everything is told."""
        self._ending = True

    def _turn_end(self) -> None:
        if self._terminated:
            self._terminate()
        if self.starter.choose() and self.reporter.write_ahead():
            self.starter.start_chosen()
        if not self.reporter.flush():
            self._try_disk_later()
            return
        self.shows.flush()
        self.loop.busy = self.starter.may_start
        if not self.reporter.pending:
            self.history.keep_small()
            if self._ending and not self.family.by_id:
                self.loop.running = False

    def _try_disk_later(self) -> None:
        if not self._disk_timer:
            self._disk_timer = True
            self.loop.call_later(_TRY_DISK_EVERY, self._try_disk)

    def _try_disk(self) -> None:
        self._disk_timer = False

    def _started(self, run: Run) -> None:
        run.timers["started"] = self.loop.call_later(_TELL_STARTS_AFTER, lambda: self._tell_start(run))
        if run.timeout is not None:
            run.timers["timeout"] = self.loop.call_later(
                run.timeout, lambda: self.stopper.stop(run, "timeout")
            )
        if run.limits:
            self.limits.begin(run)

    def _tell_start(self, run: Run) -> None:
        self.reporter.tell({"event": "started", "id": run.id, "pid": run.pid, "at": run.started_at})

    def _wrote(self, run: Run) -> None:
        self.shows.grown(run)
        if run.phase == SETTLING and all(output.fd < 0 for output in run.outputs):
            self.stopper.settled(run)

    def _program_ended(self, run: Run, leftovers: bool) -> None:
        if run.phase != DONE:
            self.stopper.ended(run, leftovers)

    def _limit_broken(self, run: Run, name: str) -> None:
        self.stopper.stop(run, "limit", name)

    def _strays(self, processes: list[Process]) -> None:
        self.stopper.kill_strays(processes)

    def _finish(self, run: Run) -> None:
        """The one place where a run ends, whatever ended it."""
        if run.phase == DONE:
            return
        if run.phase == QUEUED:
            self.starter.drop(run)
        run.phase = DONE
        for timer in run.timers.values():
            self.loop.cancel(timer)
        for output in run.outputs:
            output.drain()
            output.close()
        if run.log:
            run.log.close()
        if run.cause == "exit" and (name := limits.enforced(run)):
            run.cause, run.limit = "limit", name
        if run.cap:
            run.cap.remove()
        for client in self.server.clients:
            client.watched.discard(run.id)
        self.family.remove(run)
        if run.keep_children:
            self.history.journal.add(protocol.encode({"op": "kept", "tag": run.tag}))
        self.reporter.finished(run.outcome())

    def _on_guard(self, mask: int) -> None:
        # Without a guard everything still works, and the journal covers a crash. But a new pair is better:
        # this one leaves as soon as nothing runs, and the next client starts it.
        self.loop.forget(self._guarded)
        self.end()

    def _on_signal(self, number: int, frame: object) -> None:
        self._terminated = True  # in the middle of anything; the signal also wakes the loop

    def _terminate(self) -> None:
        self._terminated, self._leaving = False, True
        self.end()
        for run in tuple(self.family.by_id.values()):
            if (
                run.phase == QUEUED and not run.chosen_at
            ):  # it never began: the next launcher hears of it again
                self.starter.drop(run)
                self.family.remove(run)
            else:
                self.stopper.stop(run, "exit")
