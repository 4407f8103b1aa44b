"""When a task with dependencies runs: each of them last succeeded since its own last run.

A task with a schedule of its own is only held back by them; one without is run by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from watchbell.executions.models import Execution
from watchbell.kernel.status import Status
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.dependencies_index import index
from watchbell.tasks.models import TaskState
from watchbell.tasks.store import get_store

FAILED = "dependency_failed"
PAUSED = "paused"


@dataclass(frozen=True)
class Decision:
    """What the end of `cause` means for `task`: a run, or a skipped row with `reason`."""

    task: TaskDefinition
    cause: Execution
    reason: str = ""

    @property
    def runs(self) -> bool:
        return not self.reason


def dependents_of(task_id: str) -> tuple[str, ...]:
    """The ids of the tasks that depend on it directly."""
    return index.dependents(task_id)


def ready(task: TaskDefinition) -> bool:
    return not unmet(task)


def unmet(task: TaskDefinition) -> list[str]:
    """The dependencies that did not last succeed since the task's own last run; none means: it may run."""
    names = task.task_dependencies
    return _unmet(task, TaskState.objects.in_bulk([task.task_id, *names])) if names else []


def on_finished(executions: Iterable[Execution]) -> list[Decision]:
    """What the ends of `executions` mean for the tasks that depend on them and have no schedule.

    To be called in the transaction that ends them, after `state.apply_many`. A task comes at most once.
    An attempt that will be repeated, and a tick that was skipped, decide nothing; a tick skipped because
    of its own dependency is passed on, so that the whole chain tells why it did not run.
    """
    causes: dict[str, Execution] = {}
    for execution in executions:
        for name in dependents_of(execution.task_id) if execution.task_id and _decides(execution) else ():
            if name not in causes or execution.status != Status.SUCCESS:
                causes[name] = execution
    if not causes:
        return []
    tasks = get_store().get_tasks(causes)
    unscheduled = [task for task in tasks.values() if not task.task_schedule]
    decided = _decide_all(unscheduled, causes)
    return [decision for decision in decided if decision is not None]


def _decides(execution: Execution) -> bool:
    if execution.kind != "task" or not execution.is_finished:
        return False
    if execution.status == Status.SKIPPED:
        return execution.reason == FAILED
    return execution.final or execution.status == Status.SUCCESS


def _decide_all(tasks: Sequence[TaskDefinition], causes: dict[str, Execution]) -> list[Decision | None]:
    if not tasks:
        return []
    names = {name for task in tasks for name in (task.task_id, *task.task_dependencies)}
    # Two dependencies that end at once must not both find the other one unfinished, nor both start the
    # task: where the database lets them run side by side, the second waits here for the first.
    list(TaskState.objects.select_for_update().filter(pk__in=causes).order_by("pk").values_list("pk"))
    states = TaskState.objects.in_bulk(sorted(names))
    return [_decide(task, causes[task.task_id], states) for task in tasks]


def _decide(task: TaskDefinition, cause: Execution, states: dict[str, TaskState]) -> Decision | None:
    if cause.status != Status.SUCCESS:
        return Decision(task, cause, FAILED)
    if _unmet(task, states):
        return None
    return Decision(task, cause, "" if task.task_enabled else PAUSED)


def _unmet(task: TaskDefinition, states: dict[str, TaskState]) -> list[str]:
    own = states.get(task.task_id)
    last_run = own.last_run_at if own else None
    names = task.task_dependencies
    missing = [name for name in names if not _succeeded(states.get(name), last_run)]
    if missing:
        return missing
    # A run that has not ended yet is in no state row; asked last, as it costs a query.
    since = _latest_run(task.task_id, own)
    return [name for name in names if since and not _succeeded(states.get(name), since)]


def _succeeded(state: TaskState | None, since: datetime | None) -> bool:
    if state is None or state.status != Status.SUCCESS or state.last_success_at is None:
        return False
    return since is None or state.last_success_at > since


def _latest_run(task_id: str, own: TaskState | None) -> datetime | None:
    """When the newest execution was made that is not known to have ended."""
    newer = Execution.objects.filter(origin=f"task:{task_id}").exclude(status=Status.SKIPPED.value)
    if own and own.last_execution_id:
        newer = newer.filter(pk__gt=own.last_execution_id)
    latest: datetime | None = newer.order_by("-pk").values_list("created_at", flat=True).first()
    return latest
