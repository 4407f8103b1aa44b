"""The product against the brute-force oracle; all 100,000 triples are in bench/schedule_oracle.py."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from random import Random

import pytest

from tests.kernel import triples
from watchbell.kernel.schedule import parse


@pytest.mark.parametrize("seed", range(12))
def test_the_next_tick_is_what_counting_minutes_finds(seed):
    random = Random(seed)
    for _ in range(250):
        triple = triples.make(random)
        wrong = triples.check(triple, parse(triple.expression, triple.zone).next_after(triple.instant))
        assert not wrong, f"seed {seed}: {wrong}"


@pytest.mark.parametrize("seed", range(100, 103))
def test_ticks_follow_one_another_without_a_hole(seed):
    random = Random(seed)
    for _ in range(300):
        expression, zone, instant = triples.make(random)
        schedule, previous = parse(expression, zone), instant
        for tick in schedule.ticks(instant, 5):
            assert tick.time.astimezone(UTC) > previous, f"seed {seed}: {expression} {zone} {instant}"
            between = previous + (tick.time.astimezone(UTC) - previous) * random.random()
            assert schedule.next_after(between) == tick.time or between == tick.time
            previous = tick.time.astimezone(UTC)


def test_ten_thousand_next_ticks_are_found_within_a_second():
    random, now = Random(7), datetime(2026, 3, 1, tzinfo=UTC)
    schedules = [parse(t.expression, t.zone) for t in (triples.make(random) for _ in range(10_000))]
    began = time.process_time()
    for schedule in schedules:
        schedule.next_after(now)
    assert time.process_time() - began < 1
