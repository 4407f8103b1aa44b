"""GitLab pipelines step by step, on a FAKE GitLab (fault 78; security 28, 37)."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.executors.steps import Steps
from tests.fakes.answering import Reply, raw
from tests.fakes.gitlab import PROJECT, TOKEN, FakeGitlab, Job, Work
from watchbell import conf
from watchbell.access import secrets
from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors.gitlab import GitlabExecutor
from watchbell.executors.remote import TargetNotReached, TargetUnavailable

MARK = "WATCHBELL_EXECUTION_ID"


@pytest.fixture(autouse=True)
def _world(db: None, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBELL_OUTGOING_ALLOWED", "127.0.0.1")
    conf.get_settings.cache_clear()
    secrets._recent.clear()
    secrets.set_secret("token", TOKEN)


def says(text: str, status: str = "success") -> Work:
    def work(job: Job) -> str:
        job.write(text)
        return status

    return work


def waits(job: Job) -> str:
    job.write("on\n")
    job.sleep(60)
    return "success"


@pytest.fixture(params=[False, True], ids=["whole traces", "ranges"])
def gitlab(request: pytest.FixtureRequest) -> Iterator[FakeGitlab]:
    stages = [
        ("build", [("compile", says("compiled\n"))]),
        ("test", [("unit", says("42 passed\n")), ("lint", says("clean\n"))]),
    ]
    fake = FakeGitlab(stages, ranges=request.param)
    yield fake
    fake.close()


def steps(
    gitlab: FakeGitlab, project: str = PROJECT, config: dict[str, Any] | None = None, **given: Any
) -> Steps:
    own = {"url": gitlab.url, "token_secret": "token", **(config or {})}
    return Steps(GitlabExecutor(), project, own, **given)


def one_job(gitlab: FakeGitlab, work: Work) -> Steps:
    gitlab.stages = [("test", [("job", work)])]
    return steps(gitlab)


def test_each_job_is_followed_under_its_name_and_the_stages_are_the_result(gitlab: FakeGitlab) -> None:
    run = steps(gitlab)
    run.start()
    end = run.end()

    text = run.log.decode()
    assert text.startswith("=== build: compile (#10000) ===\ncompiled\n")
    assert "=== test: unit (#10001) ===\n42 passed\n" in text
    assert "=== test: lint (#10002) ===\nclean\n" in text
    assert (end.status, end.return_code) == ("success", 0)
    assert [(one["name"], [job["name"] for job in one["jobs"]]) for one in end.result["stages"]] == [
        ("build", ["compile"]),
        ("test", ["unit", "lint"]),
    ]


def test_the_trace_is_read_piece_by_piece_and_never_twice(gitlab: FakeGitlab) -> None:
    def work(job: Job) -> str:
        for number in range(30):
            job.write(f"行 {number}\n".encode())
            job.sleep(0.02)
        return "success"

    run = one_job(gitlab, work)
    run.start()
    pieces = 0
    while not (remote := run.poll()).ended:
        pieces += bool(remote.output)
    assert run.log.decode() == "".join(f"行 {number}\n" for number in range(30))
    assert pieces >= (2 if gitlab.ranges else 1)


def test_a_trace_of_many_megabytes_arrives_whole(gitlab: FakeGitlab) -> None:
    run = one_job(gitlab, lambda job: [job.write(b"x" * 40_000_000 + b"end\n"), "success"][1])  # type: ignore[func-returns-value,return-value]
    run.start()
    run.end()
    if gitlab.ranges:
        assert len(run.log) == 40_000_004 and run.log.endswith(b"xend\n")
    else:
        assert run.log.count(b"x") == 32 * 1024 * 1024
        assert run.log.count(b"the trace goes on in GitLab") == 1


def test_variables_reach_the_pipeline_by_name(gitlab: FakeGitlab) -> None:
    run = steps(gitlab, branch="值", count=2)
    run.start()
    expected = {"branch": "值", "count": "2", MARK: run.context.execution_id}
    assert gitlab.pipelines[0].variables == expected


def test_the_branch_may_come_from_the_run(gitlab: FakeGitlab) -> None:
    gitlab.refs.add("feature/x")
    steps(gitlab, config={"ref": "nope", "ref_parameter": "branch"}, branch="feature/x").start()
    steps(gitlab, config={"ref_parameter": "branch"}).start()
    assert [one.ref for one in gitlab.pipelines] == ["feature/x", "main"]


def test_a_branch_that_does_not_exist_is_told_in_the_words_of_gitlab(gitlab: FakeGitlab) -> None:
    with pytest.raises(ConfigurationError) as error:
        steps(gitlab, config={"ref": "nope"}).start()
    assert "Reference not found" in str(error.value) and gitlab.pipelines == []


@pytest.mark.parametrize(
    ("forced", "status"), [("success", "success"), ("failed", "failed"), ("canceled", "cancelled")]
)
def test_how_a_pipeline_ended_is_mirrored(gitlab: FakeGitlab, forced: str, status: str) -> None:
    run = steps(gitlab)
    run.start()
    gitlab.pipelines[0].forced = forced
    assert run.end().status == status


def test_a_pipeline_without_any_job_that_ran_is_no_success(gitlab: FakeGitlab) -> None:
    run = steps(gitlab)
    run.start()
    gitlab.pipelines[0].forced = "skipped"
    end = run.end()
    assert end.status == "failed" and "skipped" in str(end.error)


def test_the_jobs_that_failed_are_named(gitlab: FakeGitlab) -> None:
    gitlab.stages[1] = ("test", [("unit", says("1 failed\n", "failed")), ("lint", says("clean\n"))])
    run = steps(gitlab)
    run.start()
    assert "unit (script_failure)" in str(run.end().error)


def test_a_pipeline_that_waits_for_somebody_says_so_and_goes_on(gitlab: FakeGitlab) -> None:
    run = one_job(gitlab, waits)
    run.start()
    run.until(lambda _: run.log)
    gitlab.pipelines[0].jobs[0].status, gitlab.pipelines[0].forced = "manual", "manual"

    remote = run.poll()
    assert not remote.ended and remote.progress["message"] == "manual: job"
    gitlab.pipelines[0].jobs[0].aborted.set()


@pytest.mark.parametrize("force", [False, True])
def test_cancel_ends_the_pipeline_and_force_ends_jobs_that_ignore_that(
    gitlab: FakeGitlab, force: bool
) -> None:
    gitlab.ignores_cancel = force
    run = one_job(gitlab, waits)
    run.start()
    run.until(lambda _: run.log)

    run.stop()
    if force:
        assert not run.poll().ended
        run.stop(force=True)
    assert run.end().status == "cancelled"


def test_stopping_what_has_ended_does_nothing(gitlab: FakeGitlab) -> None:
    run = steps(gitlab)
    run.start()
    run.end()
    run.stop()
    run.stop(force=True)
    assert run.poll().status == "success"


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


def test_a_pipeline_that_was_deleted_is_gone_after_several_looks(gitlab: FakeGitlab) -> None:
    run = one_job(gitlab, waits)
    run.start()
    run.until(lambda _: run.log)
    gitlab.forget(gitlab.pipelines[0])

    assert not run.poll().ended and not run.poll().ended
    with pytest.raises(ExecutionError) as error:
        run.poll()
    assert error.value.code == "target_gone"


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "target_sign_in_refused"), (403, "target_not_allowed"), (404, "target_not_found")],
)
def test_a_refusal_is_told_at_the_start_and_waited_for_later(
    gitlab: FakeGitlab, status: int, code: str
) -> None:
    run = one_job(gitlab, waits)
    run.start()
    run.until(lambda _: run.log)
    gitlab.refuse = lambda seen: Reply(status, b'{"message": "no"}')

    with pytest.raises(ConfigurationError) as error:
        steps(gitlab).start()
    assert error.value.code == code
    if status != 404:
        with pytest.raises(TargetUnavailable) as later:
            run.poll()
        assert later.value.code == code
    gitlab.refuse = lambda seen: None
    assert not run.poll().ended


def test_a_project_is_named_by_its_number_too_and_a_wrong_one_is_told(gitlab: FakeGitlab) -> None:
    steps(gitlab, "7").start()
    with pytest.raises(ConfigurationError) as error:
        steps(gitlab, "group/other").start()
    assert "group/other" in str(error.value)


@pytest.mark.parametrize("told", ["17", "Thu, 01 Jan 2099 00:00:00 GMT"])
def test_a_busy_gitlab_is_waited_for_as_long_as_it_asks(gitlab: FakeGitlab, told: str) -> None:
    gitlab.refuse = lambda seen: Reply(429, headers={"Retry-After": told})
    with pytest.raises(TargetNotReached) as error:
        steps(gitlab).start()
    assert error.value.values["retry_after"] >= 17


def test_after_an_error_of_a_proxy_the_start_may_have_happened(gitlab: FakeGitlab) -> None:
    gitlab.refuse = lambda seen: Reply(502)
    with pytest.raises(TargetUnavailable) as error:
        steps(gitlab).start()
    assert not isinstance(error.value, TargetNotReached)


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


def test_a_connection_that_is_cut_or_refused_is_a_passing_trouble() -> None:
    def cut(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 999\r\n\r\n{")

    with raw(cut) as url, pytest.raises(TargetUnavailable):
        Steps(GitlabExecutor(), "a/b", {"url": url}).start()
    with pytest.raises(TargetNotReached):
        Steps(GitlabExecutor(), "a/b", {"url": "http://127.0.0.1:9"}).start()


def test_the_handle_and_the_cursor_hold_no_secret_and_can_be_stored(gitlab: FakeGitlab) -> None:
    run = steps(gitlab)
    run.start()
    run.end()
    assert TOKEN not in json.dumps([run.handle, run.cursor, vars(run.spec)])


def test_a_task_without_a_token_or_with_a_strange_address_is_refused() -> None:
    check = GitlabExecutor().check
    assert [one.field for one in check("a/b", {"url": "https://x"})] == ["task_config.token_secret"]
    assert [one.code for one in check("a/b", {"url": "file:///etc", "token_secret": "token"})] == [
        "url_invalid"
    ]
    assert check("a/b", {"token_secret": "token"}) == [], "https://gitlab.com is the default"
