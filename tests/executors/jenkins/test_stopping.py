"""Stopping builds, on a FAKE Jenkins."""

from __future__ import annotations

import time

import pytest

from tests.executors.jenkins.jobs import good, steps, waits
from tests.fakes.jenkins import FakeJenkins

pytestmark = pytest.mark.usefixtures("world")


def test_a_build_that_leaves_the_queue_while_it_is_cancelled_is_stopped() -> None:
    fake = FakeJenkins(quiet=0.5)
    fake.job("app", waits)
    fake.refuse = lambda seen: time.sleep(1) if "cancelItem" in seen.path else None  # type: ignore[func-returns-value]
    run = steps(fake)
    run.start()
    run.stop()
    assert run.end().status == "cancelled"
    assert fake.builds[0].signals == ["stop"]
    fake.close()


def test_cancel_takes_it_out_of_the_queue() -> None:
    fake = FakeJenkins(quiet=5.0)
    fake.job("app", good)
    run = steps(fake)
    run.start()
    run.stop()
    assert run.end().status == "cancelled"
    assert fake.builds == [] and fake.items[0].cancelled
    fake.close()


def test_cancel_stops_a_build_and_force_ends_what_ignores_that(jenkins: FakeJenkins) -> None:
    jenkins.job("app", waits)
    jenkins.ignores_stop = True
    run = steps(jenkins)
    run.start()
    run.until(lambda _: run.log)

    run.stop()
    assert not run.poll().ended
    run.stop(force=True)
    assert run.end().status == "cancelled"
    assert jenkins.builds[0].signals == ["stop", "term", "kill"]


def test_a_build_that_somebody_aborts_in_jenkins_is_cancelled_here(jenkins: FakeJenkins) -> None:
    jenkins.job("app", waits)
    run = steps(jenkins)
    run.start()
    run.until(lambda _: run.log)
    jenkins.builds[0].aborted.set()

    end = run.end()
    assert (end.status, end.reason) == ("cancelled", "target")
