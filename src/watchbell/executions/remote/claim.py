"""Which runs are this driver's: those it claims, and those an earlier process claimed here."""

from __future__ import annotations

from datetime import datetime

from watchbell.executions.ending import refused
from watchbell.executions.models import Execution
from watchbell.executions.remote.models import RemoteRun
from watchbell.executions.remote.rows import save_rows
from watchbell.executions.remote.run import Run
from watchbell.executions.spec import attach_definitions
from watchbell.executions.starting import due
from watchbell.executions.transition import finish_many, start_many
from watchbell.kernel.status import Status


def claim(most: int, now: datetime, worker: str) -> list[Run]:
    """Claims up to `most` due executions (pending → running), in the transaction at hand."""
    runs, refusals = {}, []
    for execution in due(most, now, "remote"):
        try:
            row = RemoteRun(execution_id=execution.pk)
            runs[execution.pk] = Run(execution, row, was_claimed_before=False)
        except Exception as error:
            refusals.append(refused(execution, error))
    claimed = start_many(
        [run.execution for run in runs.values()], started_at=now, claimed_at=now, worker=worker
    )
    save_rows([RemoteRun(execution_id=execution.pk) for execution in claimed])
    if refusals:
        finish_many(refusals)
    return [runs[execution.pk] for execution in claimed]


def adopt(names: tuple[str, ...]) -> list[Run]:
    """What an earlier process claimed on this machine, known by `names`, and did not bring to its end."""
    rows = {row.pk: row for row in RemoteRun.objects.all()}
    running = Execution.objects.filter(status=Status.RUNNING.value, runner="remote")
    executions = Execution.objects.in_bulk({*rows, *running.values_list("pk", flat=True)})
    attach_definitions(executions.values())
    RemoteRun.objects.filter(pk__in=rows.keys() - executions.keys()).delete()
    found, refusals = [], []
    for key, execution in executions.items():
        if execution.worker not in names or execution.status == Status.PENDING:
            continue
        try:
            row = rows.get(key) or RemoteRun(execution_id=key)
            found.append(Run(execution, row, was_claimed_before=True))
        except Exception as error:
            refusals.append(refused(execution, error))
    finish_many(end for end in refusals if not end.execution.is_finished)
    return found
