"""Random (expression, zone, instant) triples, half of them near a clock change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.kernel import oracle

ZONES = [
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Pacific/Chatham",
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Europe/London",
    "Asia/Tehran",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Pacific/Apia",
    "UTC",
    "America/St_Johns",
    "America/Havana",
    "Pacific/Kwajalein",
    "Asia/Gaza",
    "Asia/Kathmandu",
]
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
HORIZON = timedelta(days=800)
MONTHS, WEEKDAYS = oracle.MONTHS, oracle.WEEKDAYS


class Triple(NamedTuple):
    expression: str
    zone: str
    instant: datetime


def make(random: Random) -> Triple:
    zone = random.choice(ZONES)
    changes = clock_changes(zone)
    if changes and random.random() < 0.5:
        days = random.choice((8.0, 1.5, 0.2))
        instant = random.choice(changes) + timedelta(seconds=round(random.uniform(-days, days) * 86_400))
    else:
        instant = FIRST + random.random() * (LAST - FIRST)
    roundings = ({}, {"microsecond": 0}, {"second": 0, "microsecond": 0})
    return Triple(expression(random), zone, instant.replace(**random.choice(roundings)))


def expression(random: Random) -> str:
    minute, hour = field(random, 0, 59), field(random, 0, 23)
    if random.random() < 0.4:
        hour = field(random, 0, 4)  # where most clocks change
    day, month, weekday = "*", "*", "*"
    if random.random() < 0.25:
        day = field(random, 1, 28)
    if random.random() < 0.25:
        month = field(random, 1, 12, MONTHS)
    if random.random() < 0.35:
        weekday = field(random, 0, 7, [*WEEKDAYS, "7"])
    return " ".join((minute, hour, day, month, weekday))


def field(random: Random, low: int, high: int, names: list[str] | None = None) -> str:
    shape = random.choice(("*", "*", "*/n", "one", "one", "one", "range", "range/n", "list", "list"))
    if shape == "list":
        return ",".join(
            term(random, random.choice(("one", "one", "range", "range/n")), low, high, names)
            for _ in range(random.randint(2, 4))
        )
    return term(random, shape, low, high, names)


def term(random: Random, shape: str, low: int, high: int, names: list[str] | None) -> str:
    step = random.choice((1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 45, 90))
    if shape == "*":
        return "*"
    if shape == "*/n":
        return f"*/{step}"
    if shape == "one":
        return name(random, random.randint(low, high), low, names)
    first, last = sorted((random.randint(low, high), random.randint(low, high)))
    span = f"{name(random, first, low, names)}-{name(random, last, low, names)}"
    return span if shape == "range" else f"{span}/{step}"


def name(random: Random, value: int, low: int, names: list[str] | None) -> str:
    if names is None or random.random() < 0.6:
        return str(value) if random.random() < 0.9 else f"{value:02d}"
    return random.choice((str.upper, str.lower, str.title))(names[value - low])


@cache
def clock_changes(zone: str) -> list[datetime]:
    """The first minute after each clock change."""
    place, found, now = ZoneInfo(zone), [], FIRST
    while now < LAST:
        if now.astimezone(place).utcoffset() != (now + oracle.DAY).astimezone(place).utcoffset():
            found.append(_exactly(now, place))
        now += oracle.DAY
    return found


def _exactly(day: datetime, place: ZoneInfo) -> datetime:
    before = day.astimezone(place).utcoffset()
    while day.astimezone(place).utcoffset() == before:
        day += timedelta(minutes=1)
    return day


def check(triple: Triple, answer: datetime | None) -> str:
    """What is wrong with `answer`, or ""."""
    zone = ZoneInfo(triple.zone)
    expected = oracle.next_after(triple.expression, zone, triple.instant, HORIZON)
    given = answer.astimezone(UTC) if answer else None
    if given == expected or (expected is None and given and given > triple.instant + HORIZON):
        return ""
    shown = [time and time.astimezone(zone).isoformat() for time in (triple.instant, given, expected)]
    return f"{triple.expression!r} in {triple.zone} after {shown[0]}: {shown[1]}, should be {shown[2]}"
