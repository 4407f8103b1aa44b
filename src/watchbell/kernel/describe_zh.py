"""Schedules in Chinese."""

from __future__ import annotations

from watchbell.kernel import cron_sets as sets
from watchbell.kernel.cron import CronPattern

_UNITS = {"day": "天", "hour": "小时", "minute": "分钟", "second": "秒"}
_WEEKDAYS = "一二三四五六日"


class Chinese:
    def cron(self, pattern: CronPattern, days: int | None, weekdays: int | None) -> str:
        months = None if pattern.months == sets.FULL_MONTHS else _months(pattern.months)
        few = sets.times(pattern.minutes, pattern.hours)
        if few:
            return f"{_days(days, weekdays, months, pattern.either_day)} {'、'.join(few)}"
        time = _time(pattern.minutes, pattern.hours)
        if days is None and weekdays is None and months is None:
            return time
        return f"{_days(days, weekdays, months, pattern.either_day)}，{time}"

    def every(self, parts: list[tuple[str, str]], start: str | None) -> str:
        words = " ".join(f"{count} {_UNITS[unit]}" for count, unit in parts)
        return f"每 {words}" + (f"（从 {start} 起计）" if start else "")

    def at(self, time: str, zone: str) -> str:
        return f"仅一次：{time}（{zone}）"


def _time(minutes: int, hours: int) -> str:
    if minutes == 1 and (apart := sets.all_round(hours, 24)):
        return "每小时整点" if apart == 1 else f"每 {apart} 小时整点"
    every = sets.all_round(minutes, 60)
    if every:
        often = "每分钟" if every == 1 else f"每 {every} 分钟"
        return often if hours == sets.FULL_HOURS else f"{_within(hours)}{often}"
    return f"{_hours(hours)}的{_minutes(minutes)}"


def _within(hours: int) -> str:
    found = sets.values(hours)
    if found[-1] - found[0] == len(found) - 1:
        return f"{found[0]:02d}:00–{found[-1]:02d}:59 "
    return _hours(hours)


def _hours(hours: int) -> str:
    if hours == sets.FULL_HOURS:
        return "每小时"
    shape = sets.steps(hours)
    if shape and shape.step > 1:
        return f"{shape.first}–{shape.last} 点中每 {shape.step} 小时"
    return f"{'、'.join(sets.spans(sets.values(hours), str, '–'))} 点"


def _minutes(minutes: int) -> str:
    shape = sets.steps(minutes)
    if shape and shape.step > 1:
        return f"第 {shape.first}–{shape.last} 分中每 {shape.step} 分钟"
    return f"第 {'、'.join(sets.spans(sets.values(minutes), str, '–'))} 分"


def _days(days: int | None, weekdays: int | None, months: str | None, either: bool) -> str:
    if days is None and weekdays is None:
        return f"{months or ''}每天"
    if days is None:
        return f"{months}的{_on_weekdays(weekdays or 0)}" if months else _on_weekdays(weekdays or 0)
    if weekdays is None:
        return f"{months or '每月'} {_of_month(days)}"
    where = f"{months}的" if months else "每月"
    return f"{where} {_of_month(days)}{'或' if either else '且为'}{_on_weekdays(weekdays)}"


def _of_month(days: int) -> str:
    shape = sets.steps(days)
    if shape and shape.step > 1:
        return f"{shape.first}–{shape.last} 日中每 {shape.step} 天"
    return f"{'、'.join(sets.spans(sets.values(days), str, '–'))} 日"


def _on_weekdays(weekdays: int) -> str:
    return "、".join(sets.spans(sets.from_monday(weekdays), lambda day: f"周{_WEEKDAYS[day - 1]}", "至"))


def _months(mask: int) -> str:
    return f"{'、'.join(sets.spans(sets.values(mask), str, '–'))} 月"
