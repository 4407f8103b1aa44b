"""A cron expression as a pattern over the wall clock: no zones here, no daylight saving.

Rules of Debian's cron: five fields; when day and weekday are both restricted, either of them is
enough; a field that starts with `*` counts as unrestricted there, so then both must match.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from watchbell.errors import ScheduleError
from watchbell.kernel.cron_fields import DAY, KINDS, CronField, parse_field, shown

LONGEST_EXPRESSION = 1000
LAST_YEAR = 9990
MINUTE = timedelta(minutes=1)
ALIASES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_WORD = re.compile(r"[^ \t\r\n]+")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class CronPattern:
    """Each set is a bit mask (bit n: value n; weekdays 0-6 from Sunday)."""

    minutes: int
    hours: int
    days: int
    months: int
    weekdays: int
    either_day: bool
    fixed_time: bool

    def at_or_after(self, local: datetime) -> datetime | None:
        """The first match from the naive wall-clock minute `local` on, or None up to `LAST_YEAR`."""
        if self._days_in(local.year, local.month) >> local.day & 1:
            time = self._time_from(local.hour, local.minute)
            if time is not None:
                return local.replace(hour=time[0], minute=time[1])
        day = self._day_from(local.year, local.month, local.day + 1)
        if day is None:
            return None
        return datetime(*day, lowest(self.hours), lowest(self.minutes))

    def _time_from(self, hour: int, minute: int) -> tuple[int, int] | None:
        if self.hours >> hour & 1:
            same_hour = lowest(self.minutes, minute)
            if same_hour >= 0:
                return hour, same_hour
        later = lowest(self.hours, hour + 1)
        return (later, lowest(self.minutes)) if later >= 0 else None

    def _day_from(self, year: int, month: int, day: int) -> tuple[int, int, int] | None:
        while year <= LAST_YEAR:
            found = lowest(self._days_in(year, month), day)
            if found >= 0:
                return year, month, found
            day, month = 1, lowest(self.months, month + 1)
            if month < 0:
                year, month = year + 1, lowest(self.months)
        return None

    def _days_in(self, year: int, month: int) -> int:
        if not self.months >> month & 1:
            return 0
        first_weekday, length = monthrange(year, month)
        by_weekday = _days_on(self.weekdays, (first_weekday + 1) % 7)
        wanted = self.days | by_weekday if self.either_day else self.days & by_weekday
        return wanted & (2 << length) - 2


def lowest(mask: int, start: int = 0) -> int:
    """The lowest set bit from `start` on, or -1."""
    rest = mask >> start
    return start + (rest & -rest).bit_length() - 1 if rest else -1


@cache  # 127 sets of weekdays and 7 first weekdays
def _days_on(weekdays: int, first: int) -> int:
    return sum(1 << day for day in range(1, 32) if weekdays >> (first + day - 1) % 7 & 1)


def parse_cron(expression: str, path: str = "task_schedule") -> CronPattern:
    """Raises ScheduleError for `path`, with values `part` and `position` (column, from 1)."""
    if len(expression) > LONGEST_EXPRESSION:
        raise ScheduleError(
            "schedule_too_long", field=path, length=len(expression), limit=LONGEST_EXPRESSION, position=1
        )
    words = [(match.start() + 1, match.group()) for match in _WORD.finditer(expression)]
    if words and words[0][1].startswith("@"):
        words = _expand(words, path)
    if len(words) != len(KINDS):
        _refuse_count(words, path)
    pattern = _pattern(
        *(parse_field(kind, text, column, path) for kind, (column, text) in zip(KINDS, words, strict=True))
    )
    if not _possible(pattern):
        position = words[2][0]
        raise ScheduleError(
            "cron_never_due", field=path, part=DAY.part, part_zh=DAY.part_zh, position=position
        )
    return pattern


def _pattern(
    minute: CronField, hour: CronField, day: CronField, month: CronField, weekday: CronField
) -> CronPattern:
    return CronPattern(
        minutes=minute.mask,
        hours=hour.mask,
        days=day.mask,
        months=month.mask,
        weekdays=weekday.mask,
        either_day=not day.starred and not weekday.starred,
        fixed_time=not minute.starred and not hour.starred,
    )


def _possible(pattern: CronPattern) -> bool:
    # Every date of a leap cycle falls on every weekday sooner or later, so only lengths of months decide.
    if pattern.either_day:
        return True
    first = lowest(pattern.days)
    return any(pattern.months >> month & 1 and first <= days for month, days in enumerate(_LONGEST_MONTHS, 1))


def _expand(words: list[tuple[int, str]], path: str) -> list[tuple[int, str]]:
    column, alias = words[0]
    if len(words) > 1:
        column, alias = words[1][0], " ".join(word for _, word in words)
    if alias.lower() == "@reboot":
        raise ScheduleError("cron_reboot", field=path, position=column)
    if alias.lower() not in ALIASES:
        raise ScheduleError("cron_unknown_alias", field=path, position=column, text=shown(alias))
    return [(column, text) for text in ALIASES[alias.lower()].split()]


def _refuse_count(words: list[tuple[int, str]], path: str) -> None:
    if not words:
        raise ScheduleError("schedule_empty", field=path, position=1)
    surplus = words[5:6] or words[-1:]
    code = "cron_seconds" if len(words) == 6 else "cron_field_count"
    raise ScheduleError(code, field=path, count=len(words), position=surplus[0][0])
