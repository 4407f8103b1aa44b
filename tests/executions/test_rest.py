"""Who has nothing to do rests, and not for longer than until the next execution may start."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from watchbell.executions.models import Definition, Execution
from watchbell.executions.rest import WHILE_ACTIVE, WHILE_IDLE, rest
from watchbell.executors.base import Runner

pytestmark = pytest.mark.django_db
RUNNERS: list[Runner] = ["launcher", "remote"]


def waiting(runner: str, **fields: object) -> None:
    definition, _ = Definition.objects.get_or_create(digest="d", body={})
    Execution.objects.create(origin="task:t", runner=runner, definition=definition, **fields)


@pytest.mark.parametrize("runner", RUNNERS)
def test_with_nothing_to_do_the_next_look_is_far(runner: Runner) -> None:
    assert rest(runner, is_busy=False) == WHILE_IDLE


@pytest.mark.parametrize("runner", RUNNERS)
def test_while_something_runs_or_waits_for_a_place_the_looks_are_close(runner: Runner) -> None:
    assert rest(runner, is_busy=True) == WHILE_ACTIVE
    waiting(runner, not_before=timezone.now() + timedelta(hours=1))
    waiting(runner)
    assert rest(runner, is_busy=False) == WHILE_ACTIVE


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_retry_that_waits_for_its_time_is_looked_for_then(runner: Runner) -> None:
    waiting(runner, not_before=timezone.now() + timedelta(hours=1))
    assert rest(runner, is_busy=False) == WHILE_IDLE
    waiting(runner, not_before=timezone.now() + timedelta(seconds=3))
    assert 0 < rest(runner, is_busy=False) <= 3


def test_what_others_run_does_not_count() -> None:
    waiting("pipeline")
    waiting("remote", status="running")
    Execution.objects.create(origin="host", runner="launcher")  # a host that only records
    assert rest("launcher", is_busy=False) == rest("remote", is_busy=False) == WHILE_IDLE
