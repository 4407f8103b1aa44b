"""Recording on a row of Watchbell's own history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from watchbell.executions import transition
from watchbell.executions.events import announce
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.executions.recording.endings import Ending
from watchbell.executions.recording.pieces import STDERR, STDOUT, WATCHBELL, Piece, add_to_log, joined_bytes
from watchbell.executions.recording.text import storable
from watchbell.executions.recording.words import StatusWords, words_for
from watchbell.executions.signals import execution_progressed
from watchbell.kernel.status import ACTIVE, TERMINAL, Status, can_move


class OwnRow:
    """The status goes through `transition`, the output to the log store.

    A program the launcher runs is left to it: only the launcher knows how that ends, and it alone
    writes that log.
    """

    def __init__(self, execution: Execution) -> None:
        self._execution = execution

    @property
    def label(self) -> str:
        return f"Execution {self._execution.execution_id}"

    @property
    def words(self) -> StatusWords:
        return words_for(Execution)

    @property
    def known_finished(self) -> bool:
        return self._execution.is_finished

    def start(self) -> bool:
        with transaction.atomic(savepoint=False):
            self._insert_new()
            return self._hold() is Status.PENDING and transition.start(self._execution)

    def finish(self, ending: Ending) -> bool:
        with transaction.atomic(savepoint=False):
            self._insert_new()
            current = self._hold()
            if current is None or current in TERMINAL:
                return False
            if not can_move(current, ending.status):
                # Nobody recorded when it began.
                transition.start(self._execution, started_at=None)
            columns = {**_columns(ending), **self._write(_pieces(ending))}
            return transition.finish(self._execution, ending.status, reason=ending.reason, **columns)

    def write_logs(self, text: str, *, append: bool) -> bool:
        with transaction.atomic(savepoint=False):
            self._insert_new()
            current = self._hold()
            if current is None or (current in TERMINAL and not append):
                return False
            if not append:
                log_store().remove(self._execution.execution_id)
            self._set(**self._write([(text.encode("utf-8", "replace"), WATCHBELL)]))
        return True

    def set_progress(self, percent: float, message: str) -> bool:
        active = Execution.objects.filter(
            pk=self._execution.pk, status__in=[status.value for status in ACTIVE]
        )
        if not active.update(progress=percent):
            return False
        self._set(progress=percent)
        self.after_commit(lambda: _tell_progress(self._execution))
        return True

    def after_commit(self, act: Callable[[], None]) -> None:
        transaction.on_commit(act)

    def _insert_new(self) -> None:
        if self._execution._state.adding and not Execution.objects.filter(pk=self._execution.pk).exists():
            self._execution.save(force_insert=True)

    def _hold(self) -> Status | None:
        """The status, held until the transaction ends; None without a row or where the launcher has it."""
        rows = Execution.objects.select_for_update().filter(pk=self._execution.pk)
        row = rows.values_list("status", "claimed_at", "cancel_requested").first()
        if row is None or (row[0] in ACTIVE and row[1] is not None):
            return None
        self._execution.cancel_requested = row[2]
        return Status(row[0])

    def _write(self, pieces: Iterable[Piece]) -> dict[str, Any]:
        """Adds to the log; the columns that follow from it."""
        execution_id = self._execution.execution_id
        dropped = add_to_log(log_store(), execution_id, pieces)
        return {
            "log_bytes": log_store().size(execution_id),
            "log_dropped": self._execution.log_dropped + dropped,
        }

    def _set(self, **columns: Any) -> None:
        Execution.objects.filter(pk=self._execution.pk).update(**columns)
        for name, value in columns.items():
            setattr(self._execution, name, value)
        announce(self._execution)


def _columns(ending: Ending) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "error_type": ending.error_type[:60],
        "error_message": storable(ending.error),
        "error_code": ending.code,
        "error_values": ending.values,
    }
    if ending.output.return_code is not None:
        columns["return_code"] = ending.output.return_code
    if ending.output.value is not None:
        columns["result"] = ending.output.value
    return columns


def _pieces(ending: Ending) -> list[Piece]:
    output = ending.output
    return [
        (joined_bytes(output.stdout or b""), STDOUT),
        (joined_bytes(output.stderr or b"", ending.error), STDERR),
        (joined_bytes(ending.note), WATCHBELL),
    ]


def _tell_progress(execution: Execution) -> None:
    execution_progressed.send_robust(Execution, execution=execution)
