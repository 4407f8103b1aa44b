"""Builds are started once and found again, on a FAKE Jenkins (fault 78)."""

from __future__ import annotations

import time

import pytest

from tests.executors.building import MARK
from tests.executors.jenkins.jobs import good, steps, waits
from tests.fakes.answering import Seen
from tests.fakes.jenkins import FakeJenkins
from watchbell.errors import ExecutionError
from watchbell.executors.remote import TargetNotReached, TargetUnavailable

pytestmark = pytest.mark.usefixtures("world")


def test_after_a_lost_answer_the_build_is_found_by_its_mark(jenkins: FakeJenkins) -> None:
    jenkins.job("app", waits, MARK)
    run = steps(jenkins)
    jenkins.tell_nothing = True
    with pytest.raises(TargetUnavailable) as error:
        run.start()
    assert not isinstance(error.value, TargetNotReached), "it may have been started"

    run.handle = run.find() or {}
    run.until(lambda _: run.log)
    assert len(jenkins.items) == 1


def test_what_waits_in_the_queue_is_found_too() -> None:
    fake = FakeJenkins(quiet=3.0)
    fake.job("app", good, MARK)
    run = steps(fake)
    started = run.start()
    assert run.find() == started
    fake.close()


def test_nothing_is_found_where_nothing_was_started(jenkins: FakeJenkins) -> None:
    jenkins.job("app", good, MARK)
    steps(jenkins).start()
    assert steps(jenkins).find() is None


def test_a_job_without_the_mark_cannot_tell_and_is_never_started_twice(jenkins: FakeJenkins) -> None:
    run = steps(jenkins)
    run.start()
    with pytest.raises(ExecutionError) as error:
        run.find()
    assert error.value.code == "start_unknown"


def test_a_build_is_followed_after_the_queue_has_forgotten_its_item(jenkins: FakeJenkins) -> None:
    jenkins.queue_forgets = True
    run = steps(jenkins)
    run.start()
    steps(jenkins).start()
    time.sleep(0.2)
    assert run.end().result["build"] == 1


def test_nothing_is_sent_twice_when_two_are_started_at_once(jenkins: FakeJenkins) -> None:
    jenkins.job("app", good, MARK)
    runs = [steps(jenkins) for _ in range(2)]
    for run in runs:
        run.start()
    assert [one.parameters[MARK] for one in jenkins.items] == [run.context.execution_id for run in runs]


def posts(seen: list[Seen]) -> list[str]:
    return [one.path for one in seen if one.method == "POST"]


def test_a_start_sends_one_post(jenkins: FakeJenkins) -> None:
    steps(jenkins).start()
    assert posts(jenkins.seen) == ["/job/app/build"]
