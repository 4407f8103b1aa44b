"""A second opinion on cron: walks real time minute by minute, and shares no code with the product.

Too slow for anything else. Offsets of whole minutes are assumed (all zones since 1972); for older times
walk with `step=1` second.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
LOOK_BACK = timedelta(hours=25)  # the longest time by which a clock was ever turned back
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]


class Rule(NamedTuple):
    minutes: set[int]
    hours: set[int]
    days: set[int]
    months: set[int]
    weekdays: set[int]
    both_days: bool
    wildcard: bool

    def on(self, day: date) -> bool:
        in_month = day.day in self.days
        in_week = day.isoweekday() % 7 in self.weekdays
        wanted = (in_month and in_week) if self.both_days else (in_month or in_week)
        return wanted and day.month in self.months

    def at(self, wall: datetime) -> bool:
        return (
            wall.second == 0
            and wall.minute in self.minutes
            and wall.hour in self.hours
            and self.on(wall.date())
        )


@lru_cache(maxsize=1000)
def read(expression: str) -> Rule:
    minute, hour, day, month, weekday = expression.lower().split()
    return Rule(
        expand(minute, 0, 59),
        expand(hour, 0, 23),
        expand(day, 1, 31),
        expand(month, 1, 12, MONTHS),
        {number % 7 for number in expand(weekday, 0, 7, WEEKDAYS)},
        both_days=day[0] == "*" or weekday[0] == "*",
        wildcard=minute[0] == "*" or hour[0] == "*",
    )


def expand(text: str, low: int, high: int, names: list[str] | None = None) -> set[int]:
    numbers = {name: str(low + place) for place, name in enumerate(names or [])}
    found = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            span = f"{low}-{high}"
        ends = [int(numbers.get(end, end)) for end in span.split("-")]
        for count, value in enumerate(range(ends[0], ends[-1] + 1)):
            if count % int(step or 1) == 0:
                found.add(value)
    return found


def next_after(
    expression: str, zone: ZoneInfo, t: datetime, horizon: timedelta, step: int = 60
) -> datetime | None:
    """The next tick after `t` in UTC, or None when there is none within `horizon`."""
    rule = read(expression)
    tick = timedelta(seconds=step)
    start = t.astimezone(UTC).replace(microsecond=0)
    start -= timedelta(seconds=start.second) if step == 60 else timedelta()
    return _walk(rule, zone, t.astimezone(UTC), start, start + horizon, tick)


def _walk(
    rule: Rule, zone: ZoneInfo, t: datetime, start: datetime, end: datetime, tick: timedelta
) -> datetime | None:
    now = start if rule.wildcard else start - LOOK_BACK
    previous = latest = wall_of(now - tick, zone)
    while now <= end:
        if now.hour == now.minute == now.second == 0 and not any(rule.on(day) for day in around(now)):
            now += DAY
            previous = wall_of(now - tick, zone)
            latest = max(latest, previous)
            continue
        wall = wall_of(now, zone)
        if now > t and is_due(rule, wall, previous, latest, tick):
            return now
        previous, latest = wall, max(latest, wall)
        now += tick
    return None


def is_due(rule: Rule, wall: datetime, previous: datetime, latest: datetime, tick: timedelta) -> bool:
    if rule.wildcard:
        return rule.at(wall)
    if rule.at(wall) and wall > latest:
        return True
    skipped = previous + tick
    while skipped < wall:
        if rule.at(skipped) and skipped > latest:
            return True
        skipped += tick
    return False


def wall_of(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def around(midnight: datetime) -> list[date]:
    """Every date that any clock on earth shows, or skips, during this day of UTC."""
    return [midnight.date() + timedelta(days=shift) for shift in (-1, 0, 1)]
