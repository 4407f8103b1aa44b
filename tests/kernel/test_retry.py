"""Pauses between the attempts of a failed task."""

from __future__ import annotations

import pytest

from watchbell.errors import ConfigurationError
from watchbell.kernel.retry import DAY, RetryPolicy


def delays(policy: RetryPolicy, attempts: int) -> list[float | None]:
    return [policy.delay(attempt) for attempt in range(1, attempts + 1)]


def test_a_task_without_retries_is_not_retried():
    assert delays(RetryPolicy.of(), 1) == [None]


def test_retries_come_after_the_interval_and_end():
    assert delays(RetryPolicy.of(3, 60), 4) == [60, 60, 60, None]


def test_exponential_backoff_doubles_the_pause():
    assert delays(RetryPolicy.of(4, 10, "exponential"), 5) == [10, 20, 40, 80, None]


def test_any_factor_from_one_on_may_be_given():
    assert delays(RetryPolicy.of(3, "1m", 1.5), 3) == [60, 90, 135]


def test_no_pause_is_longer_than_a_day():
    policy = RetryPolicy.of(1000, 60, 1000)
    assert policy.delay(5) == DAY
    assert policy.delay(1000) == DAY
    assert RetryPolicy.of(1000, 0, 1000).delay(1000) == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"task_retry": -1}, "task_retry"),
        ({"task_retry": "3"}, "task_retry"),
        ({"task_retry": True}, "task_retry"),
        ({"task_retry": 10**6}, "task_retry"),
        ({"task_retry_interval": "soon"}, "task_retry_interval"),
        ({"task_retry_interval": -1}, "task_retry_interval"),
        ({"task_retry_backoff": 0.5}, "task_retry_backoff"),
        ({"task_retry_backoff": "linear"}, "task_retry_backoff"),
        ({"task_retry_backoff": float("nan")}, "task_retry_backoff"),
        ({"task_retry_backoff": None}, "task_retry_backoff"),
        ({"task_retry_backoff": 10**400}, "task_retry_backoff"),
    ],
)
def test_a_wrong_retry_field_is_named(fields, field):
    with pytest.raises(ConfigurationError) as caught:
        RetryPolicy.of(**fields)
    assert caught.value.field == field
    assert caught.value.message("zh")
