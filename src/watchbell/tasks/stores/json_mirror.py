"""Carries ended executions into the JSON files, together and a moment later.

The rows of the database are the truth. Writing a whole file for each of hundreds of ends a second
would cost more than running the programs.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Sequence

from django.db import connection, transaction

from watchbell.executions.models import Execution
from watchbell.tasks.models import TaskState
from watchbell.tasks.stores.json_records import HistoryFile, StatusFile
from watchbell.tasks.stores.records import STATUS_FIELDS, TaskExecution

_DELAY = 1.0


class Mirror:
    """Safe to use from several threads."""

    def __init__(self, history: HistoryFile, status: StatusFile) -> None:
        self._history = history
        self._status = status
        self._waiting: dict[str, TaskExecution] = {}
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        atexit.register(self.flush)

    def note(self, executions: Sequence[Execution]) -> None:
        """Keeps `executions` in mind once the transaction at hand is committed."""
        records = {row.execution_id: TaskExecution.of(row) for row in executions if row.kind == "task"}
        if records:
            transaction.on_commit(lambda: self._add(records))

    def flush(self) -> None:
        """Writes what is waiting. Raises SystemFailure where that is not possible; then it still waits."""
        with self._lock:
            waiting, self._waiting, self._timer = self._waiting, {}, None
        if not waiting:
            return
        try:
            names = {record.task_id for record in waiting.values()}
            rows = TaskState.objects.filter(pk__in=names).values(*STATUS_FIELDS)
            self._status.update({row["task_id"]: row for row in rows})
            self._history.add(waiting.values())
        except BaseException:
            with self._lock:
                self._waiting = {**waiting, **self._waiting}
            raise

    def _add(self, records: dict[str, TaskExecution]) -> None:
        with self._lock:
            self._waiting.update(records)
            if self._timer is None:
                self._timer = threading.Timer(_DELAY, self._flush_and_close)
                self._timer.daemon = True
                self._timer.start()

    def _flush_and_close(self) -> None:
        try:
            self.flush()
        finally:
            connection.close()
