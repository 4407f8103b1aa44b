"""Jobs and makers shared by the tests of Jenkins builds."""

from __future__ import annotations

from typing import Any

from tests.executors.steps import Steps
from tests.fakes.jenkins import USER, Build, FakeJenkins
from watchbell.executors.jenkins import JenkinsExecutor


def good(build: Build) -> str:
    build.write("built\n")
    return "SUCCESS"


def waits(build: Build) -> str:
    build.write("on\n")
    build.sleep(60)
    return "SUCCESS"


def steps(
    jenkins: FakeJenkins, job: str = "app", config: dict[str, Any] | None = None, **given: Any
) -> Steps:
    own = {"url": jenkins.url, "user": USER, "token_secret": "token", **(config or {})}
    return Steps(JenkinsExecutor(), job, own, **given)
