"""Jenkins jobs step by step, on a FAKE Jenkins: what is built, and what is told of it."""

from __future__ import annotations

import pytest

from tests.executors.building import MARK
from tests.executors.jenkins.jobs import good, steps
from tests.fakes.jenkins import Build, FakeJenkins

pytestmark = pytest.mark.usefixtures("world")


def test_a_job_is_built_and_its_result_told(jenkins: FakeJenkins) -> None:
    run = steps(jenkins)
    run.start()
    end = run.end()

    assert (end.status, end.return_code, run.log) == ("success", 0, b"built\n")
    assert end.result["build"] == 1 and end.result["result"] == "SUCCESS"


def test_a_jenkins_without_crumbs_works_too() -> None:
    fake = FakeJenkins(crumbs=False)
    fake.job("app", good)
    run = steps(fake)
    run.start()
    assert run.end().status == "success"
    fake.close()


def test_jobs_in_folders_and_branches_with_slashes_are_reached(jenkins: FakeJenkins) -> None:
    jenkins.job("team a/app/feature%2Flogin", good)
    run = steps(jenkins, "team a/app/feature%2Flogin")
    run.start()
    assert run.end().status == "success"


def test_parameters_reach_the_build_by_name(jenkins: FakeJenkins) -> None:
    jenkins.job("deploy", good, "branch", "count", MARK)
    run = steps(jenkins, "deploy", branch="值 & more", count=2)
    run.start()
    run.end()

    expected = {"branch": "值 & more", "count": "2", MARK: run.context.execution_id}
    assert jenkins.builds[0].parameters == expected


def test_a_job_with_parameters_is_built_with_its_defaults_where_the_run_has_none(
    jenkins: FakeJenkins,
) -> None:
    jenkins.job("deploy", good, "branch")
    run = steps(jenkins, "deploy")
    run.start()
    assert run.end().status == "success" and jenkins.builds[0].parameters == {}


@pytest.mark.parametrize(
    ("result", "unstable", "status"),
    [
        ("SUCCESS", "failure", "success"),
        ("UNSTABLE", "failure", "failed"),
        ("UNSTABLE", "success", "success"),
        ("FAILURE", "success", "failed"),
        ("NOT_BUILT", "failure", "failed"),
        ("ABORTED", "failure", "cancelled"),
    ],
)
def test_how_a_build_ended_is_mirrored(jenkins: FakeJenkins, result: str, unstable: str, status: str) -> None:
    jenkins.job("app", lambda build: result)
    run = steps(jenkins, config={"unstable": unstable})
    run.start()
    end = run.end()

    assert end.status == status and end.result["result"] == result
    assert (result in str(end.error)) == (status == "failed")


def test_the_log_is_read_piece_by_piece_and_never_twice(jenkins: FakeJenkins) -> None:
    def work(build: Build) -> str:
        for number in range(50):
            build.write(f"行 {number}\n".encode())
            build.sleep(0.01)
        return "SUCCESS"

    jenkins.job("app", work)
    run = steps(jenkins)
    run.start()
    run.end()

    assert run.log.decode() == "".join(f"行 {number}\n" for number in range(50))
    starts = [seen.path for seen in jenkins.seen if "progressiveText" in seen.path]
    assert len(starts) > 2 and starts[-1] != starts[0]


def test_while_it_waits_in_the_queue_the_reason_is_shown() -> None:
    fake = FakeJenkins(quiet=1.0)
    fake.job("app", good)
    run = steps(fake)
    run.start()
    assert "quiet period" in run.poll().progress["message"]
    assert run.end().status == "success"
    fake.close()


def test_a_large_backlog_of_the_log_arrives_whole(jenkins: FakeJenkins) -> None:
    def work(build: Build) -> str:
        build.write(b"x" * 10_000_000 + b"end\n")
        return "SUCCESS"

    jenkins.job("app", work)
    run = steps(jenkins)
    run.start()
    run.end()
    assert len(run.log) == 10_000_004 and run.log.endswith(b"xend\n")
