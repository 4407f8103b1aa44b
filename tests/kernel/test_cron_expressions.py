"""What a cron expression means, and how a wrong one is refused."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbell.errors import ScheduleError
from watchbell.kernel.schedule import Schedule, parse

START = datetime(2026, 1, 1, tzinfo=UTC)  # a Thursday


def first(expression: str, count: int = 3, start: datetime = START) -> list[str]:
    return [f"{tick.time:%m-%d %H:%M}" for tick in parse(expression, "UTC").ticks(start, count)]


def refused(expression: object) -> ScheduleError:
    with pytest.raises(ScheduleError) as caught:
        parse(expression, "UTC")
    assert caught.value.field == "task_schedule"
    for language in ("en", "zh"):
        assert caught.value.message(language)
        caught.value.hint(language)
    return caught.value


def test_lists_ranges_and_steps_are_combined():
    assert first("1,10-30/10 5 * * *", 4) == ["01-01 05:01", "01-01 05:10", "01-01 05:20", "01-01 05:30"]


def test_a_step_counts_from_the_start_of_its_range():
    assert first("7-59/20 0 * * *") == ["01-01 00:07", "01-01 00:27", "01-01 00:47"]


def test_a_step_beyond_the_end_leaves_the_first_value():
    assert first("*/90 * * * *", 2) == ["01-01 01:00", "01-01 02:00"]


def test_names_are_understood_in_any_case_in_lists_and_ranges():
    assert parse("0 0 * jan,Mar-MAY mon-Fri", "UTC") == parse("0 0 * jan,Mar-MAY mon-Fri", "UTC")
    assert first("0 0 * feb Mon") == ["02-02 00:00", "02-09 00:00", "02-16 00:00"]


@pytest.mark.parametrize("sunday", ["0", "7", "sun", "7-7", "0,7"])
def test_sunday_is_0_and_7(sunday):
    assert first(f"0 0 * * {sunday}") == ["01-04 00:00", "01-11 00:00", "01-18 00:00"]


def test_a_range_of_weekdays_may_end_on_sunday():
    assert first("0 0 * * 5-7", 4) == ["01-02 00:00", "01-03 00:00", "01-04 00:00", "01-09 00:00"]


def test_a_restricted_day_or_a_restricted_weekday_is_enough():
    assert first("0 0 13 * 5", 4) == ["01-02 00:00", "01-09 00:00", "01-13 00:00", "01-16 00:00"]


def test_a_day_field_that_starts_with_a_star_must_match_too():
    assert first("0 0 */2 * 5") == ["01-09 00:00", "01-23 00:00", "02-13 00:00"]
    assert first("0 0 1-7 * */7") == ["01-04 00:00", "02-01 00:00", "03-01 00:00"]


@pytest.mark.parametrize(
    ("alias", "meaning"),
    [
        ("@hourly", "0 * * * *"),
        ("@daily", "0 0 * * *"),
        ("@midnight", "0 0 * * *"),
        ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"),
        ("@yearly", "0 0 1 1 *"),
        ("@Annually", "0 0 1 1 *"),
    ],
)
def test_short_forms_mean_what_cron_means(alias, meaning):
    assert parse(alias, "UTC").ticks(START, 5) == parse(meaning, "UTC").ticks(START, 5)


def test_leap_days_come_every_four_years_except_2100():
    years = [tick.time.year for tick in parse("0 0 29 2 *", "UTC").ticks(datetime(2090, 1, 1, tzinfo=UTC), 4)]
    assert years == [2092, 2096, 2104, 2108]


def test_a_leap_day_on_one_weekday_is_found_across_the_hole_of_2100():
    assert parse("0 0 29 2 */7", "UTC").next_after(datetime(2088, 3, 1, tzinfo=UTC)).year == 2128


def test_blanks_around_and_between_fields_do_not_matter():
    assert parse("  0\t3  * * *\n", "UTC") == parse("0 3 * * *", "UTC")


@pytest.mark.parametrize(
    ("expression", "code", "part", "position"),
    [
        ("60 * * * *", "cron_out_of_range", "minute", 1),
        ("* 24 * * *", "cron_out_of_range", "hour", 3),
        ("* * 0 * *", "cron_out_of_range", "day", 5),
        ("* * 1,32 * *", "cron_out_of_range", "day", 7),
        ("* * * 13 *", "cron_out_of_range", "month", 7),
        ("* * * * 8", "cron_out_of_range", "weekday", 9),
        ("*  *  * * 1-9", "cron_out_of_range", "weekday", 13),
        ("5/15 * * * *", "cron_step_without_range", "minute", 2),
        ("*/0 * * * *", "cron_bad_step", "minute", 3),
        ("0-9/x * * * *", "cron_bad_step", "minute", 5),
        ("* 22-3 * * *", "cron_reversed_range", "hour", 3),
        ("* * * * FRI-SUN", "cron_reversed_range", "weekday", 9),
        ("* * * JANUARY *", "cron_bad_value", "month", 7),
        ("JAN * * * *", "cron_bad_value", "minute", 1),
        ("* * L * *", "cron_bad_value", "day", 5),
        ("* * * * 5#2", "cron_bad_value", "weekday", 9),
        ("* * ? * *", "cron_bad_value", "day", 5),
        ("-5 * * * *", "cron_missing_value", "minute", 1),
        ("1,,2 * * * *", "cron_missing_value", "minute", 3),
        ("１ * * * *", "cron_bad_value", "minute", 1),
        ("**  * * * *", "cron_bad_value", "minute", 1),
        ("0 0 31 2 *", "cron_never_due", "day", 5),
        ("0 0 30-31 feb *", "cron_never_due", "day", 5),
        ("0 0 31 4,6,9,11 */2", "cron_never_due", "day", 5),
    ],
)
def test_a_wrong_field_is_named_with_its_column(expression, code, part, position):
    error = refused(expression)
    assert (error.code, error.values["part"], error.values["position"]) == (code, part, position)


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("", "schedule_empty"),
        (" \t ", "schedule_empty"),
        ("* * * *", "cron_field_count"),
        ("0 * * * * *", "cron_seconds"),
        ("* * * * * * *", "cron_field_count"),
        ("@reboot", "cron_reboot"),
        ("@fortnightly", "cron_unknown_alias"),
        ("@daily 5", "cron_unknown_alias"),
        (None, "schedule_not_text"),
        (["0 3 * * *"], "schedule_not_text"),
        (5, "schedule_not_text"),
    ],
)
def test_what_is_no_expression_of_five_fields_is_refused(expression, code):
    assert refused(expression).code == code


@pytest.mark.parametrize("monster", ["1," * 5_000_000, "9" * 10_000_000, "* " * 5_000_000, "@" * 10_000_000])
def test_ten_megabytes_are_refused_at_once(monster):
    began = time.process_time()
    assert refused(monster).code == "schedule_too_long"
    assert time.process_time() - began < 0.05


def test_an_impossible_date_is_refused_at_once():
    began = time.process_time()
    refused("0 0 31 2 *")
    assert time.process_time() - began < 0.05


CHARS = st.text(st.sampled_from("0123456789*/,- \tJANmonSuN@#?L.+٣\x00é\ud800"), max_size=40)


@given(st.one_of(CHARS, st.text(max_size=60), st.lists(CHARS, min_size=5, max_size=5).map(" ".join)))
def test_any_text_is_a_schedule_or_a_schedule_error(text):
    try:
        schedule = parse(text, "UTC")
    except ScheduleError as error:
        assert error.field == "task_schedule"
        assert error.values["position"] >= 1
        assert error.message("en")
        assert error.message("zh")
        error.hint("en")
        error.hint("zh")
    else:
        assert isinstance(schedule, Schedule)
        assert schedule.next_after(START) > START


def test_a_date_that_never_comes_names_the_column_of_its_day():
    error = refused("0  0 30 2 *")
    assert "column 6" in error.message("en")
    assert "第 6 列" in error.message("zh")
    assert error.hint("en")
    assert error.hint("zh")
