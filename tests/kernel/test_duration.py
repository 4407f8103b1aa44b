"""Durations as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbell.errors import ConfigurationError
from watchbell.kernel.duration import LONGEST, format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (90, 90),
        (1.5, 1.5),
        ("90", 90),
        ("90s", 90),
        ("5m", 300),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("2D", 172_800),
        ("1w", 604_800),
        ("0.5h", 1800),
        ("PT5M", 300),
        ("pt1h30m", 5400),
        ("P1DT2H", 93_600),
        ("P2W", 1_209_600),
        ("PT0.5S", 0.5),
        (0, 0),
        (" 5m ", 300),
    ],
)
def test_usual_ways_to_write_a_duration_are_understood(text, seconds):
    assert parse_duration(text) == seconds


WRONG_TEXT = ["", " ", "m", "5x", "30m1h", "-5m", "P", "PT", "P1Y", "P1M", "P1DT", "1e9", "５m", "1h30"]
WRONG_NUMBERS = [-1, float("nan"), float("inf"), -(10**5000), 10**5000, LONGEST + 1, "9" * 10_000_000]


@pytest.mark.parametrize(
    "value",
    [*WRONG_TEXT, *WRONG_NUMBERS, None, True, [5], {}, b"5m"],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_duration_is_refused_with_its_field(value):
    with pytest.raises(ConfigurationError) as caught:
        parse_duration(value, field="task_timeout")
    assert caught.value.field == "task_timeout"
    assert caught.value.message("en")
    assert caught.value.message("zh")


@given(st.integers(0, LONGEST * 1_000_000))
def test_a_duration_is_written_so_that_it_reads_back(microseconds):
    seconds = round(microseconds / 1_000_000, 6)
    assert parse_duration(format_duration(seconds)) == pytest.approx(seconds, abs=2e-6)


def test_a_duration_is_written_briefly():
    assert [format_duration(seconds) for seconds in (0, 1.5, 300, 5400, 90_061)] == [
        "0s",
        "1.5s",
        "5m",
        "1h30m",
        "1d1h1m1s",
    ]
