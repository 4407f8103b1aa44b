"""From pending rows to what the launcher is told to start.

The claim (durable) comes before the message: a program whose start was never claimed never runs,
and one that was claimed is started once, because the launcher ignores an id it has seen.

There is a place for some: these are `running` from now on. While programs end quickly, some more are
handed over ahead and stay `pending`: the launcher begins them as places become free, without waiting
for this process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from watchbell.conf import get_settings
from watchbell.executions.context import context_of
from watchbell.executions.ending import refused
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.executions.row_reader import RowReader
from watchbell.executions.spec import attach_definitions, spec_of
from watchbell.executions.transition import End, finish_many, hand_over_many, start_many
from watchbell.executors.base import Runner
from watchbell.executors.command_line import build

Message = dict[str, Any]


@dataclass(frozen=True)
class Claimant:
    """Who claims: this machine, in this boot of it. `names` are its name and those it had before."""

    names: tuple[str, ...]
    boot_id: str

    @property
    def worker(self) -> str:
        return self.names[0]


def claim(
    places: int, now: datetime, claimant: Claimant, ahead: int = 0
) -> tuple[list[tuple[Execution, Message]], bool]:
    """Claims due executions in order of creation, each with its start message.

    `places` are free now (below zero: so many wait at the launcher already), `ahead` may wait there.
    The second value tells whether there may be more.
    """
    messages: dict[str, Message] = {}
    ready: list[Execution] = []
    refusals: list[End] = []
    most = places + ahead
    found = due(most, now)
    for execution in found:
        try:
            messages[execution.pk] = start_message(execution)
            ready.append(execution)
        except Exception as error:
            refusals.append(refused(execution, error))
    columns = {"claimed_at": now, "worker": claimant.worker, "boot_id": claimant.boot_id}
    begin = ready[: max(0, places)]
    wait = ready[len(begin) :]
    claimed = start_many(begin, started_at=now, **columns) if begin else []
    claimed += hand_over_many(wait, **columns) if wait else []
    if refusals:
        finish_many(refusals)
    return [(execution, messages[execution.pk]) for execution in claimed], 0 < len(found) == most


# A host that only records leaves no definition. Three questions: each has an index, their OR has none.
_due = RowReader(Execution, "due")
_DUE = """
WHERE status = 'pending' AND {ours} AND definition_id IS NOT NULL AND claimed_at IS NULL
  AND (not_before IS NULL OR not_before <= %(now)s)
  AND NOT (exclusive AND (EXISTS (
    SELECT 1 FROM watchbell_execution AS other
    WHERE other.origin = due.origin AND other.status = 'running'
  ) OR EXISTS (
    SELECT 1 FROM watchbell_execution AS other
    WHERE other.origin = due.origin AND other.status = 'pending' AND other.claimed_at IS NOT NULL
  ) OR EXISTS (
    SELECT 1 FROM watchbell_execution AS other
    WHERE other.origin = due.origin AND other.status = 'pending' AND other.definition_id IS NOT NULL
      AND other.execution_id < due.execution_id
      AND (other.not_before IS NULL OR other.not_before <= %(now)s))))
ORDER BY execution_id LIMIT %(most)s
"""


def due(most: int, now: datetime, runner: Runner = "launcher") -> list[Execution]:
    """Pending executions of `runner` that may start now; of an exclusive origin one at a time."""
    if most <= 0:
        return []
    moment = connection.ops.adapt_datetimefield_value(now)
    # Said twice, so that the database can use its small index of what is not the launcher's.
    ours = f"runner = '{runner}'" + ("" if runner == "launcher" else " AND NOT (runner = 'launcher')")
    rows = _due.read(_DUE.format(ours=ours), {"now": moment, "most": most})
    attach_definitions(rows)
    return rows


def start_message(execution: Execution) -> Message:
    """What the launcher is told. Raises ExecutionError where the program cannot be run."""
    settings = get_settings()
    assert execution.definition is not None
    spec = spec_of(execution.definition)
    command = build(spec, context_of(execution))
    paths = log_store().paths(execution.execution_id)
    return {
        "op": "start",
        "id": execution.execution_id,
        "places": settings.max_running,
        "argv": command.argv,
        "env": command.env,
        "cwd": command.cwd,
        "log": f"{paths.stem}.log",
        "index": f"{paths.stem}.idx",
        "timeout": spec.timeout,
        "grace": settings.stop_grace,
        "limits": spec.limits,
        "keep_children": False,
        # Not for the launcher: whose output tells its progress.
        **({"progress": True} if spec.result == "stdout" else {}),
    }


def columns_of(started: Message) -> dict[str, Any]:
    """What the launcher tells of a program that runs, as columns of its execution."""
    return {"pid": started["pid"], "started_at": datetime.fromtimestamp(started["at"], UTC)}
