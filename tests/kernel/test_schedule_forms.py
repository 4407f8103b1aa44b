"""The forms in which a task may give its schedules."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbell.errors import ScheduleError
from watchbell.kernel.schedule import parse, parse_all

NOW = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
EXAMPLES = [
    "*/5 * * * *",
    {"cron": "30 2 * * *", "timezone": "Europe/Berlin"},
    {"every": "1h30m"},
    {"every": 90, "start": "2026-03-01T08:00"},
    {"every": "PT5M", "start": "2026-03-01T08:00+02:00", "timezone": "Asia/Tokyo"},
    {"at": "2026-03-29T02:30", "timezone": "Europe/Berlin"},
    {"at": "2026-06-01 08:00+08:00"},
]


def refused(task_schedule: object, zone: str = "UTC") -> ScheduleError:
    with pytest.raises(ScheduleError) as caught:
        parse_all(task_schedule, zone)
    error = caught.value
    assert all(text for text in (error.message("en"), error.message("zh")))
    error.hint("en"), error.hint("zh")
    return error


def next_of(task_schedule: object, after: datetime = NOW, zone: str = "UTC") -> str:
    (schedule,) = parse_all(task_schedule, zone)
    return schedule.next_after(after).astimezone(UTC).isoformat()


@pytest.mark.parametrize("nothing", [None, "", [], ()])
def test_no_schedule_is_no_schedule(nothing):
    assert parse_all(nothing, "UTC") == ()


def test_one_expression_is_in_the_zone_of_the_task():
    assert parse_all("0 3 * * *", "Asia/Shanghai") == (parse("0 3 * * *", "Asia/Shanghai"),)


def test_a_list_may_mix_kinds_and_zones():
    kinds = [(schedule.kind, schedule.timezone) for schedule in parse_all(EXAMPLES, "Asia/Shanghai")]
    assert kinds[:3] == [("cron", "Asia/Shanghai"), ("cron", "Europe/Berlin"), ("every", "Asia/Shanghai")]


def test_a_repeated_schedule_counts_once():
    assert len(parse_all(["0 3 * * *", "0  3 * * *", {"cron": "0 3 * * *"}], "UTC")) == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_every_schedule_survives_being_saved_as_json(example):
    (schedule,) = parse_all(example, "Asia/Shanghai")
    again = parse_all(json.loads(json.dumps(schedule.to_json())), "UTC")
    assert again[0].ticks(NOW, 5) == schedule.ticks(NOW, 5)
    assert again[0].to_json() == schedule.to_json()


def test_an_interval_keeps_its_beat_across_restarts():
    assert next_of({"every": "5m"}) == "2026-03-01T12:05:00+00:00"
    assert next_of({"every": "7s"}) == next_of({"every": "7s"}, NOW.replace(microsecond=1))


def test_an_interval_begins_at_its_start():
    assert next_of({"every": "1h", "start": "2026-03-01T12:10"}) == "2026-03-01T12:10:00+00:00"
    assert next_of({"every": "1h", "start": "2026-03-01T08:20"}) == "2026-03-01T12:20:00+00:00"
    assert next_of({"every": "1h", "start": "2026-03-02T00:00"}, zone="Asia/Shanghai")[:13] == "2026-03-01T16"


def test_an_interval_is_real_time_when_the_clock_changes():
    (schedule,) = parse_all({"every": "1h"}, "Europe/Berlin")
    ticks = schedule.ticks(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 2)
    assert [tick.time.isoformat() for tick in ticks] == [
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T03:00:00+01:00",
    ]


def test_an_instant_comes_once():
    (schedule,) = parse_all({"at": "2026-03-01T20:00:31+08:00"}, "UTC")
    assert [tick.time.isoformat() for tick in schedule.ticks(NOW, 3)] == ["2026-03-01T12:00:31+00:00"]


def test_an_instant_without_offset_is_in_the_zone_and_moved_out_of_a_gap():
    (schedule,) = parse_all({"at": "2026-03-29T02:30"}, "Europe/Berlin")
    tick = schedule.ticks(NOW, 1)[0]
    assert (tick.time.isoformat(), tick.note) == ("2026-03-29T03:00:00+02:00", "gap")


@pytest.mark.parametrize(
    ("task_schedule", "code", "field"),
    [
        (5, "schedule_bad_shape", "task_schedule"),
        ({}, "schedule_bad_shape", "task_schedule"),
        ({"cron": "* * * * *", "every": "5m"}, "schedule_bad_shape", "task_schedule"),
        (["* * * * *", None], "schedule_bad_shape", "task_schedule[1]"),
        ([["* * * * *"]], "schedule_bad_shape", "task_schedule[0]"),
        (["* * * * *", "61 * * * *"], "cron_out_of_range", "task_schedule[1]"),
        ([""], "schedule_empty", "task_schedule[0]"),
        ({"cron": 5}, "schedule_not_text", "task_schedule.cron"),
        ({"cron": "* * * * *", "start": "x"}, "schedule_unknown_key", "task_schedule"),
        ({"cron": "* * * * *", "timezone": "Mars/Olympus"}, "unknown_timezone", "task_schedule.timezone"),
        ([{"every": "soon"}], "invalid_duration", "task_schedule[0].every"),
        ({"every": 0.5}, "interval_too_short", "task_schedule.every"),
        ({"every": -1}, "invalid_duration", "task_schedule.every"),
        ({"every": True}, "invalid_duration", "task_schedule.every"),
        ({"every": "5m", "start": "tomorrow"}, "invalid_instant", "task_schedule.start"),
        ({"at": "2026-02-30T00:00"}, "invalid_instant", "task_schedule.at"),
        ({"at": 1_770_000_000}, "invalid_instant", "task_schedule.at"),
        ({"at": "0001-01-01T00:00+14:00"}, "invalid_instant", "task_schedule.at"),
        (["* * * * *"] * 101, "too_many_schedules", "task_schedule"),
    ],
)
def test_a_wrong_schedule_is_named(task_schedule, code, field):
    error = refused(task_schedule)
    assert (error.code, error.field) == (code, field)


ZONES = [
    "Mars/Olympus",
    "",
    "../etc/passwd",
    "/etc/localtime",
    "America",
    "right/UTC",
    "UTC\0",
    "x" * 10**6,
    "é",
]


@pytest.mark.parametrize("zone", [*ZONES, None, 8, b"UTC", "zone.tab", "tzdata.zi", "posixrules", "\ud800"])
def test_what_is_no_zone_is_refused_as_task_timezone(zone):
    with pytest.raises(ScheduleError) as caught:
        parse("* * * * *", zone)
    assert (caught.value.code, caught.value.field) == ("unknown_timezone", "task_timezone")
    assert refused("", zone).code == "unknown_timezone"


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
KEYS = st.sampled_from(["cron", "every", "at", "start", "timezone"]) | st.text(max_size=3)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["UTC", "Pacific/Chatham"]) | st.text(max_size=10))
def test_any_json_is_schedules_or_a_schedule_error(task_schedule, zone):
    try:
        schedules = parse_all(task_schedule, zone)
    except ScheduleError as error:
        assert error.message("en")
        assert error.message("zh")
        error.hint("en"), error.hint("zh")
    else:
        for schedule in schedules:
            assert len(schedule.ticks(NOW, 3)) <= 3


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-14:00", "1900-01-01T00:00:00+14:00"])
def test_instants_at_the_ends_of_the_calendar_do_not_break(at):
    try:
        parse_all({"at": at}, "Pacific/Kiritimati")[0].ticks(NOW, 2)
    except ScheduleError as error:
        assert error.code == "invalid_instant"


def test_the_longest_interval_ends_with_the_calendar():
    (schedule,) = parse_all({"every": "36525d"}, "UTC")
    assert schedule.next_after(datetime(9989, 1, 1, tzinfo=UTC)) is None
