"""Jobs and makers shared by the tests of GitLab pipelines."""

from __future__ import annotations

from typing import Any

from tests.executors.steps import Steps
from tests.fakes.gitlab import PROJECT, FakeGitlab, Job, Work
from watchbell.executors.gitlab import GitlabExecutor


def says(text: str, status: str = "success") -> Work:
    def work(job: Job) -> str:
        job.write(text)
        return status

    return work


def waits(job: Job) -> str:
    job.write("on\n")
    job.sleep(60)
    return "success"


def steps(
    gitlab: FakeGitlab, project: str = PROJECT, config: dict[str, Any] | None = None, **given: Any
) -> Steps:
    own = {"url": gitlab.url, "token_secret": "token", **(config or {})}
    return Steps(GitlabExecutor(), project, own, **given)


def one_job(gitlab: FakeGitlab, work: Work) -> Steps:
    gitlab.stages = [("test", [("job", work)])]
    return steps(gitlab)
