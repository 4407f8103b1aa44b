"""What the remote driver has to write: ends at once, how far the others are each second."""

from __future__ import annotations

import logging
import time
from itertools import islice

from django.db import DatabaseError

from watchbell.executions.compare_and_set import Expected, update_as_expected
from watchbell.executions.events import announce
from watchbell.executions.models import Execution
from watchbell.executions.remote.models import RemoteRun
from watchbell.executions.remote.rows import save_rows
from watchbell.executions.remote.run import Run, Step
from watchbell.executions.transition import End, finish_many
from watchbell.kernel.status import Status

log = logging.getLogger("TaskExecutor")

_SAVE_EVERY = 1.0  # seconds; a crash costs reading this much of a log again
_ENDS_AT_ONCE = 200


class Book:
    """`due_at` (time.monotonic) tells when there is something to write; None: nothing."""

    def __init__(self) -> None:
        self.due_at: float | None = None
        self._ends: dict[str, End] = {}
        self._rows: dict[str, RemoteRun] = {}
        self._progress: dict[str, Execution] = {}
        self._over: set[str] = set()
        self._at_once = _ENDS_AT_ONCE

    def note(self, run: Run, step: Step) -> None:
        execution = run.execution
        if step.row is not None:
            self._rows[execution.pk] = step.row
            if step.end is None and step.progress != execution.progress:
                execution.progress = step.progress
                self._progress[execution.pk] = execution
        if step.end is not None:
            self._ends[execution.pk] = step.end
        if step.is_over:
            self._over.add(execution.pk)
        due = time.monotonic() + (0.0 if step.end else _SAVE_EVERY)
        self.due_at = min(due, self.due_at) if self.due_at is not None else due

    def write(self) -> list[str]:
        """Writes all of it in the transaction at hand; returns the ids of what ended."""
        save_rows(row for key, row in self._rows.items() if key not in self._over)
        running = Expected(frozenset({Status.RUNNING}))
        changed = update_as_expected(
            (key, {"progress": execution.progress}, running) for key, execution in self._progress.items()
        )
        for key in changed:
            announce(self._progress[key])
        if self._over:
            RemoteRun.objects.filter(pk__in=self._over).delete()
        return self._write_ends()

    def written(self, ended: list[str]) -> None:
        """All of it is saved now."""
        self._rows.clear()
        self._progress.clear()
        self._over.clear()
        for key in ended:
            del self._ends[key]
        self.due_at = time.monotonic() if self._ends else None

    def _write_ends(self) -> list[str]:
        ends = dict(islice(self._ends.items(), self._at_once))
        try:
            finish_many(ends.values())
        except DatabaseError:
            raise
        except Exception:
            self._isolate(list(ends))
            raise
        if not self._ends:
            self._at_once = _ENDS_AT_ONCE
        return list(ends)

    def _isolate(self, failed: list[str]) -> None:
        """Ends that failed together are tried one by one, so that a bad one does not hold up the others."""
        self._at_once = 1
        if len(failed) == 1:
            del self._ends[failed[0]]
            log.error("the end of execution %s cannot be recorded; the next start tries again", failed[0])
