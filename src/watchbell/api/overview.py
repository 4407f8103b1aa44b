"""The first page: what runs, what needs attention, what is next."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel

from watchbell.api.execution_queries import count_statuses, first_id_at, lean
from watchbell.api.execution_schema import Execution, listed
from watchbell.api.execution_zones import with_zones
from watchbell.api.guard import may
from watchbell.api.language import language_of
from watchbell.api.status import active_counts
from watchbell.conf import get_settings
from watchbell.executions.models import Execution as Row
from watchbell.kernel.status import Status
from watchbell.tasks.models import Task, TaskSchedule, TaskState
from watchbell.tasks.store import get_store

router = Router(tags=["status"])
_SHOWN = 20
_LOOKED_AT = 200
_TROUBLE = (Status.FAILED, Status.TIMEOUT, Status.LOST)


class Attention(BaseModel):
    """A task that failed last, `streak` times in a row."""

    task_id: str
    task_name: str
    execution: Execution
    streak: int


class Upcoming(BaseModel):
    task_id: str
    task_name: str
    task_timezone: str
    time: datetime


class Counts(BaseModel):
    tasks: int
    enabled: int
    running: int
    pending: int
    failed_24h: int
    success_24h: int


class Overview(BaseModel):
    running: list[Execution]
    attention: list[Attention]
    upcoming: list[Upcoming]
    counts: Counts


@router.get(
    "/overview",
    auth=may("tasks.read"),
    response=Overview,
    operation_id="get_overview",
    summary="What runs, what failed, what is next",
)
def get_overview(request: HttpRequest) -> Overview:
    language = language_of(request)
    active = Row.objects.filter(status=Status.RUNNING).exclude(kind="step")
    running = [listed(row, language) for row in lean(active).order_by("-execution_id")[:_SHOWN]]
    attention = _attention(language)
    with_zones([*running, *(one.execution for one in attention)])
    return Overview(
        running=running,
        attention=attention,
        upcoming=_upcoming(),
        counts=_counts(),
    )


def _attention(language: str) -> list[Attention]:
    """Tasks that failed last, the latest failure first; one that succeeds again leaves the list."""
    troubled = TaskState.objects.filter(status__in=_TROUBLE, last_execution_id__isnull=False)
    states = list(troubled.order_by("-last_run_at")[:_SHOWN])
    tasks = get_store().get_tasks([state.task_id for state in states])
    rows = lean(Row.objects.filter(pk__in=[state.last_execution_id for state in states]))
    last = {row.execution_id: row for row in rows}
    return [
        Attention(
            task_id=state.task_id,
            task_name=tasks[state.task_id].task_name,
            execution=listed(last[state.last_execution_id], language),
            streak=state.streak,
        )
        for state in states
        if state.task_id in tasks and state.last_execution_id in last
    ]


def _upcoming() -> list[Upcoming]:
    """The next tick of each of the tasks that are due first and switched on."""
    due = TaskSchedule.objects.filter(next_run_at__isnull=False).order_by("next_run_at")
    times: dict[str, datetime] = {}
    for task_id, time in due.values_list("task_id", "next_run_at")[:_LOOKED_AT]:
        if time is not None:
            times.setdefault(task_id, time)
    tasks = get_store().get_tasks(times)
    return [
        Upcoming(
            task_id=task_id,
            task_name=tasks[task_id].task_name,
            task_timezone=tasks[task_id].task_timezone,
            time=time,
        )
        for task_id, time in times.items()
        if task_id in tasks and tasks[task_id].task_enabled
    ][:_SHOWN]


def _counts() -> Counts:
    since = first_id_at(timezone.now() - timedelta(hours=24))
    recent = Row.objects.filter(execution_id__gte=since)
    ended = count_statuses(recent, [*_TROUBLE, Status.SUCCESS])
    active = active_counts()
    tasks, enabled = _count_tasks()
    return Counts(
        tasks=tasks,
        enabled=enabled,
        running=active.get(Status.RUNNING, 0),
        pending=active.get(Status.PENDING, 0),
        failed_24h=sum(ended.get(status, 0) for status in _TROUBLE),
        success_24h=ended.get(Status.SUCCESS, 0),
    )


def _count_tasks() -> tuple[int, int]:
    """How many tasks there are, and how many of them are switched on."""
    if get_settings().task_store == "json_files":
        tasks = get_store().get_all_tasks()
        return len(tasks), sum(task.task_enabled for task in tasks)
    counts = Task.objects.aggregate(tasks=Count("pk"), enabled=Count("pk", filter=Q(task_enabled=True)))
    return counts["tasks"], counts["enabled"]
