"""Schedules from what people write: a cron expression, one object, or a list of them (seed 004).

Pure: (expression, zone, instant) in, ticks out. The forms of a schedule:

    "0 3 * * *"                                          the task's zone
    {"cron": "0 3 * * *", "timezone": "Europe/Berlin"}   its own zone
    {"every": "5m", "start": "2026-03-01T08:00"}         real time, from `start` or from 1970 UTC
    {"at": "2026-03-01T08:00:00+08:00"}                  once
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from watchbell.errors import ConfigurationError, ScheduleError
from watchbell.kernel.cron import LAST_YEAR, parse_cron
from watchbell.kernel.cron_fields import shown
from watchbell.kernel.duration import format_duration, parse_duration
from watchbell.kernel.schedule_kinds import CronSchedule, InstantSchedule, IntervalSchedule, Schedule, Tick
from watchbell.kernel.zone import Place, load_zone, locate

__all__ = ["MOST_SCHEDULES", "SHORTEST_INTERVAL", "Schedule", "Tick", "parse", "parse_all"]

SHORTEST_INTERVAL = 1
MOST_SCHEDULES = 100
_KEYS = {"cron": {"timezone"}, "every": {"start", "timezone"}, "at": {"timezone"}}


def parse(expression: str, timezone: str) -> Schedule:
    """The schedule of one cron expression in an IANA zone.

    Raises ScheduleError with `field` "task_schedule" (`values`: `part`, one of minute, hour, day, month,
    weekday where one of them is wrong, and `position`, a column from 1) or "task_timezone".
    """
    return _cron(expression, load_zone(timezone), "task_schedule")


def parse_all(task_schedule: object, default_timezone: str) -> tuple[Schedule, ...]:
    """Every schedule of a task, without repetitions; none for None, "" and [].

    Raises ScheduleError; in a list `field` names the item (`task_schedule[1]`).
    """
    zone = load_zone(default_timezone)
    if task_schedule is None or task_schedule == "":
        return ()
    if not isinstance(task_schedule, list | tuple):
        return (_one(task_schedule, zone, "task_schedule"),)
    if len(task_schedule) > MOST_SCHEDULES:
        raise ScheduleError(
            "too_many_schedules", field="task_schedule", count=len(task_schedule), limit=MOST_SCHEDULES
        )
    found = [_one(item, zone, f"task_schedule[{index}]") for index, item in enumerate(task_schedule)]
    return tuple(dict.fromkeys(found))


def _one(item: object, zone: ZoneInfo, path: str) -> Schedule:
    if isinstance(item, str):
        return _cron(item, zone, path)
    if not isinstance(item, dict):
        raise ScheduleError("schedule_bad_shape", field=path)
    kinds = [kind for kind in _KEYS if kind in item]
    if len(kinds) != 1:
        raise ScheduleError("schedule_bad_shape", field=path)
    kind = kinds[0]
    for key in item.keys() - _KEYS[kind] - {kind}:
        allowed = ", ".join(sorted(_KEYS[kind]))
        raise ScheduleError("schedule_unknown_key", field=path, text=shown(str(key)), allowed=allowed)
    if item.get("timezone") is not None:
        zone = load_zone(item["timezone"], f"{path}.timezone")
    if kind == "cron":
        return _cron(item["cron"], zone, f"{path}.cron")
    return _every(item, zone, path) if kind == "every" else _at(item, zone, f"{path}.at")


def _cron(expression: object, zone: ZoneInfo, path: str) -> Schedule:
    if not isinstance(expression, str):
        raise ScheduleError("schedule_not_text", field=path, kind=shown(expression))
    pattern = parse_cron(expression, path)
    return CronSchedule(" ".join(expression.split()), zone.key, zone, pattern)


def _every(item: dict[str, Any], zone: ZoneInfo, path: str) -> Schedule:
    try:
        seconds = parse_duration(item["every"])
    except ConfigurationError as error:
        raise ScheduleError(error.code, field=f"{path}.every", **error.values) from None
    if seconds < SHORTEST_INTERVAL:
        raise ScheduleError("interval_too_short", field=f"{path}.every", minimum=SHORTEST_INTERVAL)
    start = item.get("start")
    anchor = None if start is None else _instant(start, zone, f"{path}.start").instant
    return IntervalSchedule(format_duration(seconds), zone.key, zone, seconds, anchor)


def _at(item: dict[str, Any], zone: ZoneInfo, path: str) -> Schedule:
    place = _instant(item["at"], zone, path)
    return InstantSchedule(item["at"].strip(), zone.key, zone, place)


def _instant(text: object, zone: ZoneInfo, path: str) -> Place:
    try:
        if not isinstance(text, str) or len(text) > 64:
            raise ValueError
        time = datetime.fromisoformat(text.strip())
        if not 1900 <= time.year <= LAST_YEAR:
            raise ValueError
    except ValueError:
        raise ScheduleError("invalid_instant", field=path, text=shown(text)) from None
    if time.utcoffset() is None:
        return locate(time, zone)
    return Place(time.astimezone(UTC), "")
