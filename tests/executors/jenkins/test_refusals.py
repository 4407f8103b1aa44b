"""What Jenkins refuses and how it fails, on a FAKE Jenkins (fault 78; security 28, 37)."""

from __future__ import annotations

import time

import pytest

from tests.executors.building import BuildingSuite
from tests.executors.jenkins.jobs import steps
from tests.executors.steps import Steps
from tests.fakes.answering import Reply, raw
from tests.fakes.jenkins import FakeJenkins
from watchbell.access import secrets
from watchbell.errors import ConfigurationError
from watchbell.executors import rest
from watchbell.executors.jenkins import JenkinsExecutor
from watchbell.executors.remote import TargetNotReached, TargetUnavailable

pytestmark = pytest.mark.usefixtures("world")


class TestCommon(BuildingSuite):
    """What holds for every server that builds."""


def test_a_wrong_token_names_the_option(jenkins: FakeJenkins) -> None:
    secrets.set_secret("token", "wrong")
    with pytest.raises(ConfigurationError) as error:
        steps(jenkins).start()
    assert error.value.field == "task_config.token_secret"
    assert "wrong" not in str(error.value)


def test_a_parameter_that_the_job_does_not_have_is_not_dropped_silently(jenkins: FakeJenkins) -> None:
    with pytest.raises(ConfigurationError) as error:
        steps(jenkins, branch="main").start()
    assert error.value.code == "jenkins_parameter_unknown" and "'branch'" in str(error.value)
    assert jenkins.items == []


def test_a_disabled_job_is_told_as_that(jenkins: FakeJenkins) -> None:
    jenkins.disabled.add("app")
    with pytest.raises(ConfigurationError) as error:
        steps(jenkins).start()
    assert error.value.code == "jenkins_job_disabled"


def test_a_page_instead_of_json_is_a_passing_trouble(jenkins: FakeJenkins) -> None:
    jenkins.refuse = lambda seen: Reply(200, b"<html>Please wait while Jenkins is getting ready</html>")
    with pytest.raises(TargetUnavailable) as error:
        steps(jenkins).start()
    assert error.value.code == "target_answer_unreadable"


def test_a_redirect_to_a_sign_in_page_is_not_followed(jenkins: FakeJenkins) -> None:
    jenkins.refuse = lambda seen: Reply(302, headers={"Location": "https://sso.example/login"})
    with pytest.raises(ConfigurationError) as error:
        steps(jenkins).start()
    assert error.value.code == "target_refused" and "302" in str(error.value)


def test_a_jenkins_that_accepts_and_says_nothing_is_a_passing_trouble(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rest, "_PATIENCE", 0.3)
    with raw(lambda connection: time.sleep(5)) as url, pytest.raises(TargetUnavailable) as error:
        Steps(JenkinsExecutor(), "app", {"url": url}).start()
    assert error.value.code == "target_timeout" and not isinstance(error.value, TargetNotReached)


def test_a_host_name_that_nobody_knows_is_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as error:
        Steps(JenkinsExecutor(), "app", {"url": "http://no-such-jenkins.invalid"}).start()
    assert error.value.field == "task_config.url"
