"""Live progress: lines such as `{"progress": 40, "message": "…"}` on standard output, as they come.

Only for executions whose result is on standard output. The launcher says that a log has grown; what
was added is read twice a second at most, and of a flood only its end.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction

from watchbell.executions.compare_and_set import Expected, update_as_expected
from watchbell.executions.events import hub, summary
from watchbell.executions.log_store import log_store
from watchbell.executions.logs.stdout import stdout_tail
from watchbell.executions.models import Execution
from watchbell.executions.result import last_progress
from watchbell.executions.signals import execution_progressed
from watchbell.kernel.progress_line import LONGEST_LINE
from watchbell.kernel.status import ACTIVE

log = logging.getLogger("TaskExecutor")

_EVERY = 0.5  # seconds between two looks, and so between two writes
_WINDOW = 256 * 1024  # bytes of one look
_SHOWN = ("execution_id", "origin", "name", "status", "reason", "cancel_requested")

Progress = dict[str, Any]


class _Output:
    """How far the output of one execution was read."""

    def __init__(self) -> None:
        self.told: Progress | None = None
        self._offset = 0
        self._rest = b""

    def read(self, execution_id: str, size: int) -> Progress | None:
        """The latest progress up to `size` bytes of the log; None where nothing new is told."""
        paths = log_store().paths(execution_id)
        piece = stdout_tail(paths, _WINDOW, since=self._offset, until=size)
        data = self._rest + piece.data if piece.whole else piece.data
        self._offset = max(self._offset, piece.end)
        rest = data[data.rfind(b"\n") + 1 :]
        self._rest = rest if len(rest) <= LONGEST_LINE else b""
        found = last_progress(data)
        return found if found != self.told else None


class ProgressFollower:
    """Its thread begins with the first execution it follows. `watch` asks the launcher to tell of logs."""

    def __init__(self, watch: Callable[[Iterable[str]], None]) -> None:
        self._watch = watch
        self._news = threading.Condition()
        self._outputs: dict[str, _Output] = {}
        self._grown: dict[str, int] = {}
        self._adopted: set[str] = set()
        self._telling = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def follows(self, execution_id: str) -> bool:
        return execution_id in self._outputs

    def follow(self, execution_ids: list[str]) -> None:
        """Follows executions that are about to start."""
        for execution_id in execution_ids:
            self._outputs.setdefault(execution_id, _Output())

    def adopt(self, execution_ids: Iterable[str]) -> None:
        """Goes on with what runs already; which of them tell their progress is looked up first."""
        with self._news:
            self._adopted.update(execution_ids)
            self._wake()

    def forget(self, execution_ids: Iterable[str]) -> None:
        """Call it before their ends are told: nobody hears of progress after that."""
        with self._telling:
            for execution_id in execution_ids:
                self._outputs.pop(execution_id, None)

    def grew(self, execution_id: str, size: int) -> None:
        if execution_id in self._outputs:
            with self._news:
                self._grown[execution_id] = size
                self._wake()

    def close(self) -> None:
        self._closing.set()
        with self._news:
            self._news.notify()
        if self._thread:
            self._thread.join(timeout=2)

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="progress", daemon=True)
            self._thread.start()
        self._news.notify()

    def _run(self) -> None:
        while not self._closing.is_set():
            with self._news:
                self._news.wait_for(lambda: self._grown or self._adopted or self._closing.is_set())
                grown, self._grown = self._grown, {}
                adopted, self._adopted = self._adopted, set()
            try:
                self._take_over(adopted)
                self._look(grown)
            except DatabaseError as error:
                log.warning("progress cannot be saved, trying again: %s", error)
                close_old_connections()
                self._again(grown, adopted)
            except Exception:
                log.exception("progress cannot be read")
            self._closing.wait(_EVERY)
        connection.close()

    def _again(self, grown: dict[str, int], adopted: set[str]) -> None:
        with self._news:
            self._grown = {**grown, **self._grown}
            self._adopted |= adopted

    def _take_over(self, adopted: set[str]) -> None:
        if not adopted:
            return
        rows = Execution.objects.filter(pk__in=adopted, status__in=[status.value for status in ACTIVE])
        bodies = rows.values_list("execution_id", "definition__body")
        followed = [key for key, body in bodies if body and body.get("result") == "stdout"]
        self.follow(followed)
        self._watch(followed)

    def _look(self, grown: dict[str, int]) -> None:
        outputs = {key: output for key in grown if (output := self._outputs.get(key))}
        found = {key: output.read(key, grown[key]) for key, output in outputs.items()}
        news = {key: progress for key, progress in found.items() if progress}
        if not news:
            return
        for row in _saved(news):
            outputs[row.pk].told = row.progress = news[row.pk]
            row.log_bytes = grown[row.pk]
            self._tell(row)

    def _tell(self, row: Execution) -> None:
        with self._telling:
            if row.pk not in self._outputs:
                return
            hub.publish({"type": "execution", "execution": summary(row)})
        execution_progressed.send_robust(Execution, execution=row)


def _saved(news: dict[str, Progress]) -> list[Execution]:
    """Writes what is told of executions that still run; returns these, with what an event shows of them."""
    active = Expected(ACTIVE)
    with transaction.atomic():
        moved = update_as_expected((key, {"progress": progress}, active) for key, progress in news.items())
        return list(Execution.objects.filter(pk__in=moved).only(*_SHOWN))
