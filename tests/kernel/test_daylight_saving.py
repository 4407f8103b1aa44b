"""Ticks around clock changes: each wall-clock time once, wildcards in real time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.kernel import oracle
from watchbell.kernel.schedule import parse


def ticks(expression: str, zone: str, start: str, count: int) -> list[str]:
    after = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone))
    found = parse(expression, zone).ticks(after, count)
    return [f"{tick.time:%m-%d %H:%M%z} {tick.note}".strip() for tick in found]


def test_a_fixed_time_in_a_gap_comes_due_at_the_first_instant_after_it():
    assert ticks("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", 2) == [
        "03-29 03:00+0200 gap",
        "03-30 02:30+0200",
    ]


def test_several_fixed_times_in_one_gap_are_one_tick():
    assert ticks("0-59/20 2-3 * * *", "Europe/Berlin", "2026-03-29T00:00", 3) == [
        "03-29 03:00+0200 gap",
        "03-29 03:20+0200",
        "03-29 03:40+0200",
    ]


def test_a_fixed_time_in_a_fold_comes_due_the_first_time_only():
    assert ticks("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", 2) == [
        "10-25 02:30+0200 fold",
        "10-26 02:30+0100",
    ]


def test_a_wildcard_hour_runs_in_both_passes_of_a_fold():
    assert ticks("30 * * * *", "Europe/Berlin", "2026-10-25T01:00", 4) == [
        "10-25 01:30+0200",
        "10-25 02:30+0200 fold",
        "10-25 02:30+0100 fold",
        "10-25 03:30+0100",
    ]


def test_a_wildcard_minute_does_not_run_in_a_gap():
    assert ticks("*/30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", 1) == ["03-30 02:00+0200"]


def test_minutes_passed_before_the_clock_went_back_come_again_for_wildcards():
    assert ticks("15 */2 * * *", "Europe/Berlin", "2026-10-25T02:20", 2) == [
        "10-25 02:15+0100 fold",
        "10-25 04:15+0100",
    ]


def test_a_midnight_that_does_not_exist_is_moved_not_lost():
    assert ticks("@daily", "America/Sao_Paulo", "2018-11-03T12:00", 2) == [
        "11-04 01:00-0200 gap",
        "11-05 00:00-0200",
    ]
    assert ticks("0 0 * * *", "Africa/Cairo", "2025-04-24T12:00", 1) == ["04-25 01:00+0300 gap"]


def test_a_clock_change_of_half_an_hour_is_followed_to_the_minute():
    assert ticks("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00", 1) == ["10-04 02:30+1100 gap"]
    assert ticks("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00", 2) == [
        "04-05 01:45+1100 fold",
        "04-06 01:45+1030",
    ]
    assert ticks("* 17 * * SUN", "Australia/Lord_Howe", "2026-10-03T18:00", 1) == ["10-04 17:00+1100"]


def test_an_offset_of_45_minutes_is_kept():
    assert ticks("0 3 * * *", "Pacific/Chatham", "2026-09-26T12:00", 1) == ["09-27 03:45+1345 gap"]


def test_a_day_that_a_country_skipped_is_one_tick_at_its_end():
    assert ticks("0 12 * * *", "Pacific/Apia", "2011-12-29T10:00", 3) == [
        "12-29 12:00-1000",
        "12-31 00:00+1400 gap",
        "12-31 12:00+1400",
    ]
    assert ticks("0 */6 * * *", "Pacific/Apia", "2011-12-29T19:00", 1) == ["12-31 00:00+1400"]
    assert ticks("0 12 * * *", "Pacific/Kwajalein", "1993-08-20T13:00", 1) == ["08-22 00:00+1200 gap"]


@pytest.mark.parametrize(
    ("expression", "zone", "start"),
    [
        ("1-5 0 * * *", "Europe/Berlin", "1893-03-31T12:00"),  # local mean time: a gap of 6 min 32 s
        ("* * * * *", "Europe/Berlin", "1893-03-31T23:06"),
        ("55 23 * * *", "Asia/Shanghai", "1900-12-31T12:00"),  # a fold of 5 min 43 s
        ("*/7 * * * *", "Asia/Shanghai", "1900-12-31T15:54"),
        ("30 12 * * *", "America/Juneau", "1867-10-18T12:40"),  # a day twice
        ("30 12 * * *", "Asia/Manila", "1844-12-30T03:00"),  # a day never
        ("0 */6 * * *", "Pacific/Kwajalein", "1969-09-30T12:30"),
    ],
)
def test_history_is_right_to_the_second(expression, zone, start):
    after, place = datetime.fromisoformat(start).replace(tzinfo=UTC), ZoneInfo(zone)
    schedule = parse(expression, zone)
    for _ in range(2):
        expected = oracle.next_after(expression, place, after, timedelta(days=2), step=1)
        assert schedule.next_after(after).astimezone(UTC) == expected
        after = expected


def test_what_only_ever_falls_into_gaps_is_never_due_and_does_not_loop():
    # Every minute of the hour that the last Sunday of March lacks.
    began = time.process_time()
    assert parse("* 2 25-31 3 */7", "Europe/Berlin").next_after(datetime(2038, 1, 1, tzinfo=UTC)) is None
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/New_York"])
def test_the_ends_of_the_calendar_are_no_error(zone):
    schedule = parse("*/5 * * * *", zone)
    assert schedule.next_after(datetime.min.replace(tzinfo=UTC)) is not None
    assert schedule.next_after(datetime.max.replace(tzinfo=UTC)) is None


def test_a_time_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        parse("* * * * *", "UTC").next_after(datetime(2026, 1, 1))


def test_the_answer_is_strictly_later_and_in_the_zone():
    schedule = parse("0 8 * * *", "Asia/Shanghai")
    due = datetime(2026, 1, 1, tzinfo=UTC)
    assert schedule.next_after(due) == due + timedelta(days=1)
    before = schedule.next_after(due - timedelta(microseconds=1))
    assert before == due
    assert before.tzinfo == ZoneInfo("Asia/Shanghai")
