"""Many ticks decided together: none is lost, none holds up the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.scheduler.test_fire import fire_all, minutes, reasons, scheduled
from watchbell.executions.models import Execution
from watchbell.scheduler import fire
from watchbell.scheduler.fire import fire_due, next_due
from watchbell.scheduler.planner import plan_all
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.models import TaskSchedule

pytestmark = pytest.mark.django_db


def test_of_several_ticks_at_once_replace_runs_the_newest() -> None:
    scheduled(task_overlap="replace", task_misfire={"policy": "all", "cap": 5})
    fire_all(minutes(3))
    assert reasons() == {"replaced": 2, "pending": 1}
    assert Execution.objects.get(status="pending").scheduled_for == minutes(3)


def test_the_largest_cap_there_is_loses_no_tick() -> None:
    scheduled(task_overlap="allow", task_misfire={"policy": "all", "cap": 1_000})
    fire_all(minutes(4_500))
    assert reasons() == {"missed": 3_500, "pending": 1_000}


def test_far_behind_a_tick_within_its_grace_still_runs() -> None:
    scheduled(task_overlap="allow", task_misfire={"policy": "latest", "grace": "40h"})
    fire_all(minutes(3_000))
    assert reasons() == {"missed": 599, "pending": 2_401}


def test_a_batch_is_no_larger_than_others_can_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fire, "_TICKS_A_BATCH", 30)
    scheduled(task_overlap="allow", task_misfire={"policy": "all", "cap": 1})
    every = {"cron": "* * * * *", "timezone": "UTC"}
    for position, first in ((1, 101), (2, 151)):
        TaskSchedule.objects.create(
            task_id="t", position=position, schedule=every, next_run_at=minutes(first)
        )
    assert fire_due(minutes(200)) == 2
    assert Execution.objects.count() < 60
    fire_all(minutes(200))
    assert Execution.objects.count() == 200


def test_a_schedule_that_cannot_be_understood_says_so_and_holds_up_no_other() -> None:
    """Fault 41: a time zone that the system has lost."""
    task = scheduled()
    lost = {"cron": "* * * * *", "timezone": "Gone/Away"}
    TaskSchedule.objects.create(task_id="t", position=1, schedule=lost, next_run_at=minutes(0.5))
    fire_all(minutes(1))
    assert reasons() == {"invalid_config": 1, "pending": 1}
    assert "Gone/Away" in Execution.objects.get(reason="invalid_config").error_message
    assert next_due() == minutes(2)
    both = TaskDefinition.read({**task.to_json(), "task_schedule": ["* * * * *", "30 * * * *"]})
    plan_all([both], minutes(1) + timedelta(seconds=1))
    assert TaskSchedule.objects.get(position=1).next_run_at == minutes(30)
