"""What GitLab refuses and how it fails, on a FAKE GitLab (fault 78; security 28, 37)."""

from __future__ import annotations

import pytest

from tests.executors.building import BuildingSuite
from tests.executors.gitlab.jobs import one_job, steps, waits
from tests.fakes.answering import Reply
from tests.fakes.gitlab import FakeGitlab
from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors.gitlab import GitlabExecutor
from watchbell.executors.remote import TargetUnavailable

pytestmark = pytest.mark.usefixtures("world")


class TestCommon(BuildingSuite):
    """What holds for every server that builds."""


def test_a_branch_that_does_not_exist_is_told_in_the_words_of_gitlab(gitlab: FakeGitlab) -> None:
    with pytest.raises(ConfigurationError) as error:
        steps(gitlab, config={"ref": "nope"}).start()
    assert "Reference not found" in str(error.value) and gitlab.pipelines == []


def test_a_project_is_named_by_its_number_too_and_a_wrong_one_is_told(gitlab: FakeGitlab) -> None:
    steps(gitlab, "7").start()
    with pytest.raises(ConfigurationError) as error:
        steps(gitlab, "group/other").start()
    assert "group/other" in str(error.value)


@pytest.mark.parametrize("body", [b"<html>maintenance</html>", b"[]", b'{"id": "x"}', b"null", b"{"])
def test_an_answer_of_another_form_is_a_passing_trouble_or_an_unknown_start(
    gitlab: FakeGitlab, body: bytes
) -> None:
    run = one_job(gitlab, waits)
    run.start()
    run.until(lambda _: run.log)
    gitlab.refuse = lambda seen: Reply(200, body)
    with pytest.raises(TargetUnavailable):
        run.poll()
    with pytest.raises((TargetUnavailable, ExecutionError)) as error:
        steps(gitlab).start()
    assert error.value.code in {"target_answer_unreadable", "start_unknown"}


def test_a_task_without_a_token_or_with_a_strange_address_is_refused() -> None:
    check = GitlabExecutor().check
    assert [one.field for one in check("a/b", {"url": "https://x"})] == ["task_config.token_secret"]
    assert [one.code for one in check("a/b", {"url": "file:///etc", "token_secret": "token"})] == [
        "url_invalid"
    ]
    assert check("a/b", {"token_secret": "token"}) == [], "https://gitlab.com is the default"
