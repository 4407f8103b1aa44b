"""When something is to be done."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min

from watchbell.executions.models import Execution
from watchbell.executions.starting import due
from watchbell.executors.base import Runner
from watchbell.kernel.status import Status
from watchbell.pipelines.active import Deadlines
from watchbell.scheduler.fire import next_due
from watchbell.tasks.models import TaskSchedule


def is_due(now: datetime) -> bool:
    """Whether a schedule is due, or an execution may start."""
    tick = next_due()
    runners: tuple[Runner, ...] = ("launcher", "remote", "pipeline")
    return (tick is not None and tick <= now) or any(due(1, now, runner) for runner in runners)


def next_moment(now: datetime) -> datetime | None:
    """The first instant after `now` at which a schedule ticks, a retry may start or a time is up."""
    ticks = TaskSchedule.objects.filter(next_run_at__gt=now).aggregate(first=Min("next_run_at"))
    waiting = Execution.objects.filter(status=Status.PENDING.value, not_before__gt=now)
    retries = waiting.aggregate(first=Min("not_before"))
    deadlines = [deadline.moment for deadline in Deadlines().read()[1] if deadline.moment > now]
    return min((one for one in [ticks["first"], retries["first"], *deadlines] if one), default=None)
