"""How tasks stand: the same few queries for one task and for a page of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Min

from watchbell.api.execution_queries import lean
from watchbell.api.execution_schema import listed
from watchbell.api.task_schema import RecentExecution, Task
from watchbell.executions.models import Execution
from watchbell.kernel.status import ACTIVE, Status
from watchbell.tasks.dependencies import dependents_of
from watchbell.tasks.models import TaskSchedule, TaskState
from watchbell.tasks.rows import origin_of
from watchbell.tasks.store import TaskRecord


@dataclass
class Facts:
    """How one task stands. `active` has (id, status) of what waits or runs, oldest first."""

    state: TaskState | None = None
    next_run: datetime | None = None
    last: Execution | None = None
    active: list[tuple[str, Status]] = field(default_factory=list)

    @property
    def status(self) -> Status | None:
        """What it does now, else how it last did; None before its first execution."""
        statuses = {status for _, status in self.active}
        for status in (Status.RUNNING, Status.PENDING):
            if status in statuses:
                return status
        return Status(self.state.status) if self.state and self.state.status else None

    @property
    def active_ids(self) -> list[str]:
        return [execution_id for execution_id, _ in self.active]


def facts_of(task_ids: Collection[str]) -> dict[str, Facts]:
    """How each of `task_ids` stands, in four queries."""
    ids = list(task_ids)
    states = TaskState.objects.in_bulk(ids)
    upcoming = _next_runs(ids)
    last_ids = [state.last_execution_id for state in states.values() if state.last_execution_id]
    last = {row.execution_id: row for row in lean(Execution.objects.filter(pk__in=last_ids))}
    active = _active(ids)
    return {
        task_id: Facts(
            state=states.get(task_id),
            next_run=upcoming.get(task_id),
            last=last.get(states[task_id].last_execution_id or "") if task_id in states else None,
            active=active.get(task_id, []),
        )
        for task_id in ids
    }


def shown(record: TaskRecord, facts: Facts, language: str) -> Task:
    """The task object: the definition as it is kept, not checked again."""
    state = facts.state
    values: dict[str, Any] = record.task.to_json()
    return Task.model_construct(
        **values,
        version=record.version,
        created_at=record.created_at,
        updated_at=record.updated_at,
        updated_by=record.updated_by,
        next_run=facts.next_run if record.task.task_enabled else None,
        last_execution=listed(facts.last, language) if facts.last else None,
        running=facts.active_ids,
        recent=[RecentExecution(**entry) for entry in state.recent] if state else [],
        dependents=list(dependents_of(record.task.task_id)),
    )


def _next_runs(ids: list[str]) -> dict[str, datetime]:
    rows = TaskSchedule.objects.filter(task_id__in=ids, next_run_at__isnull=False)
    return dict(rows.values_list("task_id").annotate(Min("next_run_at")).order_by())


def _active(ids: list[str]) -> dict[str, list[tuple[str, Status]]]:
    rows = Execution.objects.filter(
        status__in=sorted(ACTIVE), origin__in=[origin_of(task_id) for task_id in ids]
    )
    found: dict[str, list[tuple[str, Status]]] = defaultdict(list)
    for origin, execution_id, status in rows.order_by("execution_id").values_list(
        "origin", "execution_id", "status"
    ):
        found[origin.removeprefix("task:")].append((execution_id, Status(status)))
    return found
