"""Schedules in English."""

from __future__ import annotations

from calendar import day_name, month_name

from watchbell.kernel import cron_sets as sets
from watchbell.kernel.cron import CronPattern

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


class English:
    def cron(self, pattern: CronPattern, days: int | None, weekdays: int | None) -> str:
        months = None if pattern.months == sets.FULL_MONTHS else _months(pattern.months)
        often = not sets.times(pattern.minutes, pattern.hours)
        day = _days(days, weekdays, months, pattern.either_day, often)
        time = _time(pattern.minutes, pattern.hours)
        return f"{time}, {day}" if day else time

    def every(self, parts: list[tuple[str, str]], start: str | None) -> str:
        words = " ".join(_count(count, unit) for count, unit in parts)
        words = words.removeprefix("1 ") if len(parts) == 1 else words
        return f"Every {words}" + (f", counted from {start}" if start else "")

    def at(self, time: str, zone: str) -> str:
        return f"Once, at {time} ({zone})"


def _time(minutes: int, hours: int) -> str:
    few = sets.times(minutes, hours)
    if few:
        return f"At {_list(few)}"
    if minutes == 1 and (apart := sets.all_round(hours, 24)):
        return f"Every {'hour' if apart == 1 else f'{apart} hours'}, on the hour"
    every = sets.all_round(minutes, 60)
    if every:
        return f"Every {'minute' if every == 1 else f'{every} minutes'}{_within(hours)}"
    return f"{_minutes(minutes)}{_of(hours)}"


def _minutes(mask: int) -> str:
    shape = sets.steps(mask)
    if shape:
        apart = "minute" if shape.step == 1 else f"{shape.step} minutes"
        return f"Every {apart} from minute {shape.first} to {shape.last}"
    found = sets.spans(sets.values(mask), str, "-")
    return f"At minute{'s' if len(sets.values(mask)) > 1 else ''} {_list(found)}"


def _within(hours: int) -> str:
    if hours == sets.FULL_HOURS:
        return ""
    found = sets.values(hours)
    if found[-1] - found[0] == len(found) - 1:
        return f" from {found[0]:02d}:00 to {found[-1]:02d}:59"
    return _of(hours)


def _of(hours: int) -> str:
    if hours == sets.FULL_HOURS:
        return " of every hour"
    shape = sets.steps(hours)
    if shape:
        which = "hour" if shape.step == 1 else f"{_ordinal(shape.step)} hour"
        return f" of every {which} from {shape.first:02d} to {shape.last:02d}"
    found = sets.spans(sets.values(hours), "{:02d}".format, "-")
    return f" of hour{'s' if len(sets.values(hours)) > 1 else ''} {_list(found)}"


def _days(days: int | None, weekdays: int | None, months: str | None, either: bool, often: bool) -> str:
    if days is None and weekdays is None:
        every = "" if often else "every day"
        return f"{every} in {months}".strip() if months else every
    if weekdays is None and days is not None:
        return f"{_of_month(days)} of {months or 'the month'}"
    where = f", in {months}" if months else ""
    if days is None and weekdays is not None:
        return _on_weekdays(weekdays) + where
    names = _list(_weekday_names(weekdays or 0), "or")
    link = " or on " if either else " if that is "
    return f"{_of_month(days or 0)} of the month{link}{names}{where}"


def _of_month(days: int) -> str:
    shape = sets.steps(days)
    if shape and shape.step > 1:
        return f"on every {_ordinal(shape.step)} day from {shape.first} to {shape.last}"
    found = sets.spans(sets.values(days), str, "-")
    return f"on day{'s' if len(sets.values(days)) > 1 else ''} {_list(found)}"


def _on_weekdays(weekdays: int) -> str:
    found = sets.from_monday(weekdays)
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:
        return f"from {day_name[found[0] - 1]} to {day_name[found[-1] - 1]}"
    return f"on {_list(_weekday_names(weekdays))}"


def _weekday_names(weekdays: int) -> list[str]:
    return [day_name[day - 1] for day in sets.from_monday(weekdays)]


def _months(mask: int) -> str:
    return _list(sets.spans(sets.values(mask), lambda month: month_name[month], " to "))


def _list(words: list[str], link: str = "and") -> str:
    return f" {link} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _ordinal(number: int) -> str:
    return f"{number}{'th' if number in (11, 12, 13) else _ENDINGS.get(number % 10, 'th')}"


def _count(count: str, unit: str) -> str:
    return f"{count} {unit}{'' if count == '1' else 's'}"
