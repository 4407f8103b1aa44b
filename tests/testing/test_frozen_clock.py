"""A clock that stands still for the tests of a user."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from watchbell.executions.models import Execution
from watchbell.testing import FrozenClock


def test_time_stands_still_and_moves_as_told():
    with FrozenClock("2026-03-29T00:59:00+01:00") as clock:
        assert timezone.now() == timezone.now() == datetime(2026, 3, 28, 23, 59, tzinfo=UTC)
        assert clock.move(hours=1, minutes=1) == timezone.now() == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
        clock.move_to(datetime(2027, 1, 1, tzinfo=UTC))
        assert timezone.now().year == 2027
    assert abs(timezone.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_new_rows_carry_its_time():
    with FrozenClock("2026-01-01T00:00:00Z"):
        assert Execution(origin="task:x").created_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_django_still_knows_a_datetime_when_it_sees_one():
    with FrozenClock("2026-01-01T00:00:00Z"):
        assert timezone.template_localtime(datetime(2026, 1, 1, tzinfo=UTC)).tzinfo is not None
        assert timezone.localtime(timezone=UTC) == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_moment_without_offset_is_refused():
    with pytest.raises(ValueError, match="no offset"):
        FrozenClock("2026-01-01T00:00:00")
