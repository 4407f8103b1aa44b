"""Pipelines are started once and found again, on a FAKE GitLab (fault 78)."""

from __future__ import annotations

import pytest

from tests.executors.gitlab.jobs import one_job, steps, waits
from tests.fakes.gitlab import FakeGitlab
from watchbell.errors import ExecutionError
from watchbell.executors.remote import TargetNotReached, TargetUnavailable


def test_after_a_lost_answer_the_pipeline_is_found_by_its_mark(gitlab: FakeGitlab) -> None:
    others = [steps(gitlab) for _ in range(3)]
    for other in others:
        other.start()
    run = one_job(gitlab, waits)
    gitlab.tell_nothing = True
    with pytest.raises(TargetUnavailable) as error:
        run.start()
    assert not isinstance(error.value, TargetNotReached), "it may have been started"
    gitlab.page = 2

    run.handle = run.find() or {}
    run.until(lambda _: run.log)
    assert others[0].find() == others[0].handle, "on a later page"
    assert steps(gitlab).find() is None


def test_old_pipelines_are_not_searched(gitlab: FakeGitlab) -> None:
    steps(gitlab).start()
    gitlab.pipelines[0].created_at = "2020-01-01T00:00:00.000Z"
    assert steps(gitlab).find() is None
    assert not [seen for seen in gitlab.seen if seen.path.endswith("/variables")]


def test_a_token_that_may_not_see_variables_cannot_tell(gitlab: FakeGitlab) -> None:
    gitlab.hides_variables = True
    run = steps(gitlab)
    run.start()
    with pytest.raises(ExecutionError) as error:
        run.find()
    assert error.value.code == "start_unknown"
