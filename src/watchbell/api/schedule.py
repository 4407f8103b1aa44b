"""What a schedule means, before it is saved."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Literal, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field, StringConstraints

from watchbell.api.fields import Instant
from watchbell.api.guard import may
from watchbell.api.language import language_of
from watchbell.conf import get_settings
from watchbell.errors import ScheduleError
from watchbell.kernel.describe import describe
from watchbell.kernel.schedule import Schedule, Tick, parse_all
from watchbell.kernel.schedule_kinds import MOST_TICKS

router = Router(tags=["schedule"])
Note = Literal["", "gap", "fold"]


class SchedulePreviewRequest(BaseModel, extra="forbid"):
    """`expression` is whatever `task_schedule` may be: a cron expression, an object, or a list of them."""

    expression: Annotated[str, StringConstraints(max_length=10_000)] | dict[str, Any] | list[Any]
    timezone: str | None = Field(None, max_length=200, description="An IANA zone; the server's by default.")
    start: Instant | None = Field(None, description="Ticks come strictly after it; now by default.")
    count: int = Field(5, ge=1, le=MOST_TICKS)


class PreviewedTick(BaseModel):
    """`note`: "gap" (moved out of a clock change), "fold" (the hour that comes twice), or empty."""

    time: datetime
    note: Note


class SchedulePreview(BaseModel):
    ticks: list[PreviewedTick]
    description: str


@router.post(
    "/schedule/preview",
    auth=may("schedules.preview"),
    response=SchedulePreview,
    operation_id="preview_schedule",
    summary="Coming ticks",
)
def preview_schedule(request: HttpRequest, data: SchedulePreviewRequest) -> SchedulePreview:
    """The coming ticks of a schedule, and the schedule in words; 422 names the wrong field."""
    schedules = _parse(data.expression, data.timezone or get_settings().timezone)
    ticks = merged_ticks(schedules, data.start or timezone.now(), data.count)
    language = language_of(request)
    return SchedulePreview(
        ticks=[PreviewedTick(time=tick.time, note=cast(Note, tick.note)) for tick in ticks],
        description="; ".join(describe(schedule, language) for schedule in schedules),
    )


def merged_ticks(schedules: tuple[Schedule, ...], start: datetime, count: int) -> list[Tick]:
    """The first `count` ticks after `start` of several schedules; a shared instant counts once."""
    found: list[Tick] = []
    streams = (_stream(schedule, start) for schedule in schedules)
    # Two datetimes of one zone compare by their wall clock, which a clock change turns around.
    for tick in heapq.merge(*streams, key=lambda tick: tick.time.timestamp()):
        if len(found) == count:
            break
        if not found or tick.time.timestamp() != found[-1].time.timestamp():
            found.append(tick)
    return found


def _stream(schedule: Schedule, start: datetime) -> Iterator[Tick]:
    tick = schedule.next_tick(start)
    while tick is not None:
        yield tick
        tick = schedule.next_tick(tick.time)


def _parse(expression: Any, zone: str) -> tuple[Schedule, ...]:
    """The field of an error is that of this request, not that of a task."""
    try:
        return parse_all(expression, zone)
    except ScheduleError as error:
        field = (error.field or "").replace("task_schedule", "expression", 1)
        field = field.replace("task_timezone", "timezone")
        raise ScheduleError(error.code, field=field, **error.values) from None
