"""A schedule in one sentence, from what it means and not from how it is written, so it is always true."""

from __future__ import annotations

from typing import Protocol

from watchbell.kernel.cron import CronPattern
from watchbell.kernel.cron_sets import FULL_DAYS, FULL_WEEKDAYS
from watchbell.kernel.describe_en import English
from watchbell.kernel.describe_zh import Chinese
from watchbell.kernel.schedule_kinds import CronSchedule, InstantSchedule, IntervalSchedule, Schedule

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


class Words(Protocol):
    def cron(self, pattern: CronPattern, days: int | None, weekdays: int | None) -> str: ...

    def every(self, parts: list[tuple[str, str]], start: str | None) -> str: ...

    def at(self, time: str, zone: str) -> str: ...


def describe(schedule: Schedule, language: str) -> str:
    """`schedule` in English ("At 03:00, every day") or, for "zh…", in Chinese ("每天 03:00")."""
    words: Words = Chinese() if language.startswith("zh") else English()
    if isinstance(schedule, CronSchedule):
        return words.cron(schedule.pattern, *_days(schedule.pattern))
    if isinstance(schedule, IntervalSchedule):
        start = schedule.start
        shown = start.astimezone(schedule.zone).isoformat(" ") if start else None
        return words.every(_parts(schedule.seconds), shown)
    if isinstance(schedule, InstantSchedule):
        return words.at(schedule.place.instant.astimezone(schedule.zone).isoformat(" "), schedule.timezone)
    raise TypeError(f"no words for {type(schedule).__name__}")


def _days(pattern: CronPattern) -> tuple[int | None, int | None]:
    """The days of the month and the weekdays that matter, None for those that do not."""
    days = None if pattern.days == FULL_DAYS else pattern.days
    weekdays = None if pattern.weekdays == FULL_WEEKDAYS else pattern.weekdays
    if pattern.either_day and (days is None or weekdays is None):
        return None, None
    return days, weekdays


def _parts(seconds: float) -> list[tuple[str, str]]:
    rest, parts = round(seconds * 1_000_000), []
    for unit, size in _UNITS:
        count, rest = divmod(rest, size * 1_000_000) if unit != "second" else (rest / 1_000_000, 0)
        if count:
            parts.append((f"{count:.6f}".rstrip("0").rstrip(".") if unit == "second" else str(count), unit))
    return parts
