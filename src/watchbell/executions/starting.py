"""From pending rows to what the launcher is told to start.

The claim (pending → running, durable) comes before the message: a program whose start was
never claimed never runs, and one that was claimed is started once, because the launcher
ignores an id it has seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from watchbell.conf import get_settings
from watchbell.errors import WatchbellError
from watchbell.executions.ending import refused
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.executions.spec import spec_of
from watchbell.executions.transition import End, finish_many, start_many
from watchbell.executors.base import RunContext
from watchbell.executors.command_line import build
from watchbell.kernel.status import Status


@dataclass(frozen=True)
class Claimant:
    """Who claims: this machine, in this boot of it."""

    worker: str
    boot_id: str


def claim(most: int, now: datetime, claimant: Claimant) -> list[dict[str, Any]]:
    """Claims up to `most` due executions and returns their start messages, in order of creation."""
    messages: dict[str, dict[str, Any]] = {}
    ready: list[Execution] = []
    refusals: list[End] = []
    for execution in due(most, now):
        try:
            messages[execution.pk] = start_message(execution)
            ready.append(execution)
        except (WatchbellError, OSError) as error:
            refusals.append(refused(execution, error))
    claimed = start_many(
        ready, started_at=now, claimed_at=now, worker=claimant.worker, boot_id=claimant.boot_id
    )
    if refusals:
        finish_many(refusals)
    return [messages[execution.pk] for execution in claimed]


def due(most: int, now: datetime) -> list[Execution]:
    """Pending executions that may start now; of an exclusive origin one at a time."""
    if most <= 0:
        return []
    same_origin_runs = Execution.objects.filter(status=Status.RUNNING.value, origin=OuterRef("origin"))
    rows = (
        Execution.objects.select_related("definition")
        .filter(
            Q(not_before=None) | Q(not_before__lte=now),
            status=Status.PENDING.value,
            definition__isnull=False,  # a host that only records has none
        )
        .exclude(Q(exclusive=True) & Exists(same_origin_runs))
        .order_by("execution_id")[:most]
    )
    exclusive: set[str] = set()
    chosen = []
    for row in rows:
        if row.exclusive and row.origin in exclusive:
            continue
        if row.exclusive:
            exclusive.add(row.origin)
        chosen.append(row)
    return chosen


def start_message(execution: Execution) -> dict[str, Any]:
    """What the launcher is told. Raises ExecutionError where the program cannot be run."""
    settings = get_settings()
    assert execution.definition is not None
    spec = spec_of(execution.definition)
    context = RunContext(
        execution_id=execution.execution_id,
        task_id=execution.task_id or "",
        attempt=execution.attempt,
        parameters=execution.parameters,
        page_context=execution.page_context,
        scheduled_for=execution.scheduled_for,
        data_dir=settings.data_dir,
    )
    command = build(spec, context)
    paths = log_store().paths(execution.execution_id)
    return {
        "op": "start",
        "id": execution.execution_id,
        "argv": command.argv,
        "env": command.env,
        "cwd": command.cwd,
        "log": str(paths.log),
        "index": str(paths.index),
        "timeout": spec.timeout,
        "grace": settings.stop_grace,
        "limits": spec.limits,
        "keep_children": False,
    }
