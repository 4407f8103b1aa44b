"""How the installation is doing."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any, Literal

from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel

from watchbell import __version__
from watchbell.api.guard import may
from watchbell.conf import get_settings
from watchbell.errors import SystemFailure
from watchbell.executions import health
from watchbell.executions.models import Execution
from watchbell.kernel.status import ACTIVE, Status
from watchbell.pipelines.active import waiting_counts

router = Router(tags=["status"])

_SILENT_AFTER = 15.0
"""Seconds without a word after which a part of the engine counts as not working."""


class Health(BaseModel):
    status: Literal["ok"]
    version: str


class SchedulerStatus(BaseModel):
    last_beat: datetime | None
    age_seconds: float | None
    ok: bool


class LauncherStatus(BaseModel):
    ok: bool
    running: int


class QueueStatus(BaseModel):
    pending: int
    running: int
    max_running: int


class SystemStatus(BaseModel):
    """Never a remembered value: what the parts of the engine last said themselves, and when."""

    version: str
    now: datetime
    timezone: str
    scheduler: SchedulerStatus
    launcher: LauncherStatus
    queue: QueueStatus


@router.get("/health", auth=None, response=Health, operation_id="get_health", summary="Whether it is ready")
def get_health(request: HttpRequest) -> Health:
    """503 where the database or a part of the engine does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise SystemFailure("not_ready", detail="database") from error
    silent = [name for name, facts in sorted(health.snapshot().items()) if not _is_well(facts)]
    if silent:
        raise SystemFailure("not_ready", detail=", ".join(silent))
    return Health(status="ok", version=__version__)


@router.get(
    "/status",
    auth=may("system.read"),
    response=SystemStatus,
    operation_id="get_status",
    summary="Scheduler, launcher and queue",
)
def get_status(request: HttpRequest) -> SystemStatus:
    parts = health.of_the_engine()
    settings = get_settings()
    active = active_counts()
    launcher = parts.get("launcher", {})
    return SystemStatus(
        version=__version__,
        now=timezone.now(),
        timezone=settings.timezone,
        scheduler=_scheduler(parts.get("scheduler", {})),
        launcher=LauncherStatus(ok=_is_well(launcher), running=launcher.get("running", 0)),
        queue=QueueStatus(
            pending=active.get(Status.PENDING, 0),
            running=active.get(Status.RUNNING, 0),
            max_running=settings.max_running,
        ),
    )


def active_counts() -> dict[str, int]:
    """How many executions wait and run; a pipeline that waits for its steps, or a person, is not at work."""
    rows = Execution.objects.filter(status__in=sorted(ACTIVE)).values("status").annotate(n=Count("*"))
    idle = waiting_counts()
    return {row["status"]: row["n"] - idle.get(row["status"], 0) for row in rows.order_by()}


def _scheduler(facts: dict[str, Any]) -> SchedulerStatus:
    told = facts.get("at")
    return SchedulerStatus(
        last_beat=datetime.fromtimestamp(told, UTC) if told else None,
        age_seconds=round(time.time() - told, 3) if told else None,
        ok=_is_well(facts),
    )


def _is_well(facts: dict[str, Any]) -> bool:
    return bool(facts.get("ok")) and time.time() - facts.get("at", 0) < _SILENT_AFTER
