"""GitLab pipelines step by step, on a FAKE GitLab: what runs, what is told of it, and stopping."""

from __future__ import annotations

import pytest

from tests.executors.building import MARK
from tests.executors.gitlab.jobs import one_job, says, steps, waits
from tests.fakes.gitlab import FakeGitlab, Job


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
