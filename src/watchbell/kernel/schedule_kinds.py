"""The three kinds of schedule: a cron expression, an interval, one instant.

Daylight saving, for cron expressions. A *fixed-time* schedule is one whose minute field and hour field
both do not start with `*` (Debian's cron draws the same line). Its ticks are wall-clock times, each of
which comes due once: one that falls into a gap comes due at the first instant after the gap (several
of them there are one tick), one that falls into a fold comes due in the first pass only. All other
cron schedules follow real time: nothing in a gap, and both passes of a fold.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal, NamedTuple
from zoneinfo import ZoneInfo

from watchbell.kernel.cron import LAST_YEAR, MINUTE, CronPattern
from watchbell.kernel.zone import Place, end_of_first_pass, locate

MOST_TICKS = 1000
"""How many ticks may be asked for at once."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(2, 1, 1, tzinfo=UTC)
# Calendar and zone rules repeat every 400 years, so what fell into gaps for that long always will.
_LONG_ENOUGH = 500


class Tick(NamedTuple):
    """A due instant in the schedule's zone. `note`: "gap" (moved out of one), "fold" (shown twice), or ""."""

    time: datetime
    note: str


@dataclass(frozen=True)
class Schedule(ABC):
    """When something is due. Immutable, hashable, and the same after a restart."""

    expression: str
    timezone: str
    zone: ZoneInfo = field(repr=False, compare=False)
    kind: ClassVar[Literal["cron", "every", "at"]]

    def next_after(self, t: datetime) -> datetime | None:
        """The next tick strictly after `t` (aware), in the schedule's zone; None when there is none.

        Compare results with other times in UTC: Python compares two datetimes of one zone by their
        wall clock. Raises ValueError when `t` is naive.
        """
        tick = self.next_tick(t)
        return tick.time if tick else None

    def ticks(self, start: datetime, count: int) -> list[Tick]:
        """At most `count` ticks strictly after `start`. Raises ValueError when `start` is naive."""
        found: list[Tick] = []
        while len(found) < count and (tick := self.next_tick(found[-1].time if found else start)):
            found.append(tick)
        return found

    def next_tick(self, t: datetime) -> Tick | None:
        if t.utcoffset() is None:
            raise ValueError("next_after needs a time with an offset")
        if t.year > LAST_YEAR:
            return None
        place = self._first_after(_EARLIEST if t.year < _EARLIEST.year else t.astimezone(UTC))
        return Tick(place.instant.astimezone(self.zone), place.note) if place else None

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """The form that `parse_all` reads back as an equal schedule."""

    @abstractmethod
    def _first_after(self, after: datetime) -> Place | None: ...


@dataclass(frozen=True)
class CronSchedule(Schedule):
    pattern: CronPattern = field(repr=False)
    kind = "cron"

    def to_json(self) -> dict[str, Any]:
        return {"cron": self.expression, "timezone": self.timezone}

    def _first_after(self, after: datetime) -> Place | None:
        return self._by_wall_clock(after) if self.pattern.fixed_time else self._by_real_time(after)

    def _by_wall_clock(self, after: datetime) -> Place | None:
        local = after.astimezone(self.zone).replace(tzinfo=None, fold=0, second=0, microsecond=0)
        # Later wall-clock times never come due earlier, so the first one that is late enough is the next.
        while (match := self.pattern.at_or_after(local + MINUTE)) is not None:
            place = locate(match, self.zone)
            if place.instant > after:
                return place
            local = match
        return None

    def _by_real_time(self, after: datetime) -> Place | None:
        start = after + timedelta(microseconds=1)
        while start.year < after.year + _LONG_ENOUGH:
            here = start.astimezone(self.zone)
            match = self.pattern.at_or_after(_whole_minute(here))
            if match is None:
                return None
            place = locate(match, self.zone, earliest=start)
            turned_back = end_of_first_pass(here, self.zone)
            if turned_back and place.instant >= turned_back:
                start = turned_back
            elif place.note == "gap":
                start = place.instant
            else:
                return place
        return None


def _whole_minute(here: datetime) -> datetime:
    local = here.replace(tzinfo=None, fold=0, second=0, microsecond=0)
    return local + MINUTE if here.second or here.microsecond else local


@dataclass(frozen=True)
class IntervalSchedule(Schedule):
    """Every `seconds` of real time from `start`, or from 1970-01-01 UTC, so that a restart moves nothing."""

    seconds: float
    start: datetime | None = None
    kind = "every"

    def to_json(self) -> dict[str, Any]:
        start = {"start": self.start.astimezone(self.zone).isoformat()} if self.start else {}
        return {"every": self.expression, **start, "timezone": self.timezone}

    def _first_after(self, after: datetime) -> Place | None:
        if self.start and after < self.start:
            return Place(self.start, "")
        anchor, period = self.start or EPOCH, timedelta(seconds=self.seconds)
        try:
            return Place(anchor + ((after - anchor) // period + 1) * period, "")
        except OverflowError:
            return None


@dataclass(frozen=True)
class InstantSchedule(Schedule):
    place: Place
    kind = "at"

    def to_json(self) -> dict[str, Any]:
        return {"at": self.expression, "timezone": self.timezone}

    def _first_after(self, after: datetime) -> Place | None:
        return self.place if self.place.instant > after else None
