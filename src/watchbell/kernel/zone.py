"""Where wall-clock time meets real time: gaps, folds, and the instants around them.

Real time is always an aware datetime in UTC here, because Python compares and subtracts datetimes of
one zone by their wall clock, which is wrong around every clock change.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from watchbell.errors import ScheduleError
from watchbell.kernel.cron_fields import shown

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,40}(/[A-Za-z0-9_+-]{1,40}){0,2}")
# In the zone database, but no zones for us: `right/` counts leap seconds, others depend on the machine.
_NOT_ZONES = ("posix/", "right/", "posixrules", "localtime", "Factory")
_SECOND = timedelta(seconds=1)


class Place(NamedTuple):
    """An instant (UTC), and "gap" or "fold" where the wall clock alone would not tell it."""

    instant: datetime
    note: str


def load_zone(name: object, path: str = "task_timezone") -> ZoneInfo:
    """The IANA zone `name`. Raises ScheduleError for the field `path`."""
    if isinstance(name, str) and _NAME.fullmatch(name) and not name.startswith(_NOT_ZONES):
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            pass
    raise ScheduleError("unknown_timezone", field=path, text=shown(name))


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def locate(local: datetime, zone: ZoneInfo, earliest: datetime | None = None) -> Place:
    """The instant of the naive wall-clock time `local`.

    In a gap: the first instant after it. In a fold: the first pass, unless that is before `earliest`.
    """
    before, after = _offsets(local, zone)
    instant = _utc(local, before)
    if before == after:
        return Place(instant, "")
    if before < after:
        return Place(_change(_utc(local, after), instant, zone), "gap")
    if earliest is not None and instant < earliest:
        instant = _utc(local, after)
    return Place(instant, "fold")


def end_of_first_pass(here: datetime, zone: ZoneInfo) -> datetime | None:
    """When the clock is turned back, if `here` (aware, in `zone`) is in the first pass of a fold."""
    if here.fold:
        return None
    local = here.replace(tzinfo=None)
    before, after = _offsets(local, zone)
    return _change(_utc(local, before), _utc(local, after), zone) if before > after else None


def _offsets(local: datetime, zone: ZoneInfo) -> tuple[timedelta, timedelta]:
    # PEP 495: before and after the clock change when `local` is in a gap or fold, else the same.
    before = local.replace(tzinfo=zone, fold=0).utcoffset()
    after = local.replace(tzinfo=zone, fold=1).utcoffset()
    return before or timedelta(), after or timedelta()


def _utc(local: datetime, utc_offset: timedelta) -> datetime:
    return local.replace(tzinfo=UTC, fold=0) - utc_offset


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant in (`before`, `after`] with another offset than `before` has."""
    old = offset(before, zone)
    before, low, high = before.replace(microsecond=0), 0, -(-(after - before) // _SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if offset(before + middle * _SECOND, zone) == old:
            low = middle
        else:
            high = middle
    return before + high * _SECOND
