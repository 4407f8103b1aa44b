"""Follows what runs elsewhere in the caller's own thread and transaction."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from watchbell.executions.models import Execution
from watchbell.executions.remote.book import Book
from watchbell.executions.remote.run import Run


def follow(runs: Sequence[Run], patience: float) -> None:
    """Takes the steps of `runs` by turns until all are over. Raises TimeoutError after `patience` seconds."""
    deadline = time.monotonic() + patience
    due = {run.execution.pk: 0.0 for run in runs}
    waiting = {run.execution.pk: run for run in runs}
    for run in runs:
        run.execution.started_at = datetime.now(UTC)  # its timeout is in the time of its target
    while waiting:
        key = min(waiting, key=lambda key: due[key])
        if max(due[key], time.monotonic()) > deadline:
            raise TimeoutError(f"has not ended: {', '.join(sorted(waiting))}")
        time.sleep(max(0.0, due[key] - time.monotonic()))
        run = waiting[key]
        _note_stop(run.execution)
        wait, is_over = _step(run)
        due[key] = time.monotonic() + wait
        if is_over:
            del waiting[key]


def _step(run: Run) -> tuple[float, bool]:
    """Takes a step and saves what it came to; seconds until the next, and whether there is none."""
    step, book = run.step(), Book()
    book.note(run, step)
    with transaction.atomic():
        ended = book.write()
    run.has_ended = run.is_recorded = run.is_recorded or bool(ended)
    return (0.0 if ended else step.wait), step.is_over


def _note_stop(execution: Execution) -> None:
    asked = Execution.objects.filter(pk=execution.pk, cancel_requested=True)
    if reason := asked.values_list("reason", flat=True).first():
        execution.reason, execution.cancel_requested = reason, True
