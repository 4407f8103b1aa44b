"""Schedules in words: readable for the usual ones, true for all."""

from __future__ import annotations

from random import Random

import pytest

from tests.kernel import triples
from watchbell.kernel.cron import CronPattern
from watchbell.kernel.describe import describe
from watchbell.kernel.schedule import parse, parse_all

EVERY_DAY = (1 << 32) - 2


@pytest.mark.parametrize(
    ("expression", "english", "chinese"),
    [
        ("* * * * *", "Every minute", "每分钟"),
        ("*/5 * * * *", "Every 5 minutes", "每 5 分钟"),
        ("@hourly", "Every hour, on the hour", "每小时整点"),
        ("0 */2 * * *", "Every 2 hours, on the hour", "每 2 小时整点"),
        ("15 * * * *", "At minute 15 of every hour", "每小时的第 15 分"),
        ("0 3 * * *", "At 03:00, every day", "每天 03:00"),
        ("30 9,18 * * MON-FRI", "At 09:30 and 18:30, from Monday to Friday", "周一至周五 09:30、18:30"),
        ("0 22 * * 6,0", "At 22:00, on Saturday and Sunday", "周六、周日 22:00"),
        ("0 0 1 * *", "At 00:00, on day 1 of the month", "每月 1 日 00:00"),
        ("0 0 1 1 *", "At 00:00, on day 1 of January", "1 月 1 日 00:00"),
        ("0 0 13 * 5", "At 00:00, on day 13 of the month or on Friday", "每月 13 日或周五 00:00"),
        ("0 0 1-31 * 5", "At 00:00, every day", "每天 00:00"),
        (
            "*/15 9-17 * * 1-5",
            "Every 15 minutes from 09:00 to 17:59, from Monday to Friday",
            "周一至周五，09:00–17:59 每 15 分钟",
        ),
        (
            "0 0 */2 * 1",
            "At 00:00, on every 2nd day from 1 to 31 of the month if that is Monday",
            "每月 1–31 日中每 2 天且为周一 00:00",
        ),
        ("*/7 * * * *", "Every 7 minutes from minute 0 to 56 of every hour", "每小时的第 0–56 分中每 7 分钟"),
        ("*/90 * * * *", "Every hour, on the hour", "每小时整点"),
    ],
)
def test_a_cron_expression_reads_like_a_sentence(expression, english, chinese):
    schedule = parse(expression, "UTC")
    assert (describe(schedule, "en"), describe(schedule, "zh-CN")) == (english, chinese)


def test_intervals_and_instants_are_described_too():
    schedules = parse_all(
        [{"every": "1h30m"}, {"every": 60, "start": "2026-01-01T08:00"}, {"at": "2026-01-01T08:00"}],
        "Asia/Shanghai",
    )
    assert [describe(schedule, "en") for schedule in schedules] == [
        "Every 1 hour 30 minutes",
        "Every minute, counted from 2026-01-01 08:00:00+08:00",
        "Once, at 2026-01-01 08:00:00+08:00 (Asia/Shanghai)",
    ]
    assert describe(schedules[0], "zh") == "每 1 小时 30 分钟"


def meaning(pattern: CronPattern) -> tuple[object, ...]:
    days, weekdays = pattern.days, pattern.weekdays
    either = pattern.either_day
    if either and (days == EVERY_DAY or weekdays == 127):
        days, weekdays = EVERY_DAY, 127
    restricted_twice = days != EVERY_DAY and weekdays != 127
    return pattern.minutes, pattern.hours, days, pattern.months, weekdays, either and restricted_twice


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_schedules_that_differ_are_never_described_alike(language):
    random, seen = Random(3), dict[str, object]()
    for _ in range(6_000):
        schedule = parse(triples.expression(random), "UTC")
        text, meant = describe(schedule, language), meaning(schedule.pattern)
        assert seen.setdefault(text, meant) == meant, text
