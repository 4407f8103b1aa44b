"""Runs what runs elsewhere: claims it, takes its next step when that is due, records what came of it.

One thread plans and writes: what many runs came to shares a commit. A few worker threads take the
steps, which may block. One driver at a time works for a data directory; another waits for its end.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from watchbell.conf import data_path, get_settings
from watchbell.executions import health, node
from watchbell.executions.models import Execution
from watchbell.executions.remote.book import Book
from watchbell.executions.remote.claim import adopt, claim
from watchbell.executions.remote.only_one import OnlyOne
from watchbell.executions.remote.run import Run, Step
from watchbell.executions.remote.timetable import Timetable
from watchbell.executions.remote.workers import Workers
from watchbell.executions.rest import WHILE_ACTIVE, rest
from watchbell.kernel.status import Status

log = logging.getLogger("TaskExecutor")

_LOOK_AGAIN = 0.1  # not sooner, however often we are woken
_RETRY_AFTER = 0.5
_RETRY_AFTER_BUG = 10.0
_WORKERS = 16
_TROUBLED = 8  # of them for targets that did not answer the last time


class RemoteDriver:
    """See the module. `start` and `close` are for the engine; the rest is `queue.Dispatching`."""

    def __init__(self) -> None:
        self._most = get_settings().max_remote
        self._names = node.names()
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._runs: dict[str, Run] = {}
        self._at_work: set[str] = set()
        self._hurried: set[str] = set()
        self._watched: set[str] = set()
        self._timetable = Timetable()
        self._book = Book()
        self._look_at = self._looked_at = 0.0
        self._closing = threading.Event()
        self._only_one = OnlyOne(data_path("run", "remote.lock"))
        self._workers = Workers(_WORKERS, self._only_one.release)
        self._thread = threading.Thread(target=self._run, name="remote", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stops following. What runs elsewhere goes on; the next driver adopts it."""
        self._closing.set()
        self.wake()
        if self._thread.is_alive():
            self._thread.join(timeout=4)
        self._workers.close()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def wake(self) -> None:
        self._inbox.put(self._look_soon)

    def stop_execution(self, execution_id: str) -> None:
        self.wake()

    def watch_log(self, execution_id: str, on: bool) -> None:
        self._inbox.put(lambda: self._watch(execution_id, on))

    def _run(self) -> None:
        is_ours = False
        while not self._closing.is_set():
            try:
                if not is_ours and not (is_ours := self._take_over()):
                    self._closing.wait(WHILE_ACTIVE)
                else:
                    self._turn()
            except DatabaseError as error:
                log.warning("database not available, trying again: %s", error)
                close_old_connections()
                self._closing.wait(_RETRY_AFTER)
            except Exception:
                log.exception("a turn of the remote driver failed")
                self._closing.wait(_RETRY_AFTER)
        connection.close()

    def _take_over(self) -> bool:
        """Whether this driver is the one; what an earlier one left is adopted then."""
        if not self._only_one.take():
            return False
        with transaction.atomic():
            runs = adopt(self._names)
        for run in runs:
            self._add(run)
        return True

    def _turn(self) -> None:
        self._hear()
        now = time.monotonic()
        if now >= self._look_at or (self._book.due_at is not None and now >= self._book.due_at):
            self._write(now)
        for key in self._timetable.take_due(time.monotonic()):
            self._begin_step(key)

    def _begin_step(self, key: str) -> None:
        run = self._runs[key]
        if run.is_in_trouble and sum(self._runs[one].is_in_trouble for one in self._at_work) >= _TROUBLED:
            # Targets that hang must not take the threads from those that answer.
            self._timetable.put(key, time.monotonic() + _RETRY_AFTER)
            return
        self._at_work.add(key)
        self._workers.submit(lambda: self._take_step(run))

    def _hear(self) -> None:
        """Takes in what came; waits for the first of it until something is due."""
        due = [when for when in (self._timetable.next(), self._book.due_at) if when is not None]
        wait = min([self._look_at, *due]) - time.monotonic()
        try:
            self._inbox.get(block=wait > 0, timeout=wait if wait > 0 else None)()
            while True:
                self._inbox.get_nowait()()
        except queue.Empty:
            return

    def _write(self, now: float) -> None:
        looks = now >= self._look_at
        with transaction.atomic():
            ended = self._book.write()
            claims = self._look() if looks else []
        self._book.written(ended)
        for key in ended:
            self._runs[key].is_recorded = True
            self._timetable.put(key, now)  # to clean
        for run in claims:
            self._add(run)
        if looks:
            self._looked_at, self._look_at = now, now + rest("remote", is_busy=bool(self._runs))
            health.report("remote", ok=True, running=len(self._runs))
        if ended:
            self._look_soon()

    def _look(self) -> list[Run]:
        self._note_stops()
        free = self._most - sum(not run.is_recorded for run in self._runs.values())
        return claim(free, timezone.now(), self._names[0])

    def _note_stops(self) -> None:
        if not self._runs:
            return
        asked = Execution.objects.filter(
            status=Status.RUNNING.value, runner="remote", cancel_requested=True
        ).values_list("execution_id", "reason")
        for key, reason in asked:
            run = self._runs.get(key)
            if run and not run.execution.cancel_requested:
                run.execution.reason, run.execution.cancel_requested = reason, True
                self._hurry(key)

    def _add(self, run: Run) -> None:
        key = run.execution.pk
        self._runs[key] = run
        run.is_watched = key in self._watched
        self._timetable.put(key, time.monotonic())

    def _take_step(self, run: Run) -> None:
        """In a worker's thread."""
        try:
            step = run.step()
        except Exception:
            log.exception("a step of execution %s failed", run.execution.pk)
            step = Step(wait=_RETRY_AFTER_BUG)
        self._inbox.put(lambda: self._stepped(run, step))

    def _stepped(self, run: Run, step: Step) -> None:
        key = run.execution.pk
        self._at_work.discard(key)
        self._book.note(run, step)
        if step.is_over:
            del self._runs[key]
        elif step.end:
            run.has_ended = True
        else:
            wait = 0.0 if key in self._hurried else step.wait
            self._timetable.put(key, time.monotonic() + wait)
        self._hurried.discard(key)

    def _hurry(self, key: str) -> None:
        """The next step of a run is due now, or as soon as the one it is at has been taken."""
        if key in self._at_work:
            self._hurried.add(key)
        elif not self._runs[key].has_ended:
            self._timetable.put(key, time.monotonic())

    def _watch(self, execution_id: str, on: bool) -> None:
        (self._watched.add if on else self._watched.discard)(execution_id)
        if run := self._runs.get(execution_id):
            run.is_watched = on
            if on:
                self._hurry(execution_id)

    def _look_soon(self) -> None:
        self._look_at = min(self._look_at, self._looked_at + _LOOK_AGAIN)
