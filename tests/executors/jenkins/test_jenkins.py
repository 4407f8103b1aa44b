"""Jenkins jobs step by step, on a FAKE Jenkins (fault 78; security 28, 37)."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.executors.steps import Steps
from tests.fakes.answering import Reply, Seen, raw
from tests.fakes.jenkins import TOKEN, USER, Build, FakeJenkins
from watchbell import conf
from watchbell.access import secrets
from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors import rest
from watchbell.executors.jenkins import JenkinsExecutor
from watchbell.executors.remote import TargetNotReached, TargetUnavailable

MARK = "WATCHBELL_EXECUTION_ID"


@pytest.fixture(autouse=True)
def _world(db: None, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBELL_OUTGOING_ALLOWED", "127.0.0.1")
    conf.get_settings.cache_clear()
    secrets._recent.clear()
    secrets.set_secret("token", TOKEN)


@pytest.fixture
def jenkins() -> Iterator[FakeJenkins]:
    fake = FakeJenkins()
    fake.job("app", good)
    yield fake
    for build in fake.items:
        build.aborted.set()
    fake.close()


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


def test_a_parameter_that_the_job_does_not_have_is_not_dropped_silently(jenkins: FakeJenkins) -> None:
    with pytest.raises(ConfigurationError) as error:
        steps(jenkins, branch="main").start()
    assert error.value.code == "jenkins_parameter_unknown" and "'branch'" in str(error.value)
    assert jenkins.items == []


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


def test_stopping_what_has_ended_does_nothing(jenkins: FakeJenkins) -> None:
    run = steps(jenkins)
    run.start()
    run.end()
    run.stop()
    run.stop(force=True)
    assert run.poll().status == "success"


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


def test_a_build_that_was_deleted_is_gone_after_several_looks(jenkins: FakeJenkins) -> None:
    jenkins.job("app", waits)
    run = steps(jenkins)
    run.start()
    run.until(lambda _: run.log)
    jenkins.forget(jenkins.builds[0])

    assert not run.poll().ended and not run.poll().ended
    with pytest.raises(ExecutionError) as error:
        run.poll()
    assert error.value.code == "target_gone"


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "target_sign_in_refused"), (403, "target_not_allowed"), (404, "target_not_found")],
)
def test_a_refusal_is_told_at_the_start_and_waited_for_later(
    jenkins: FakeJenkins, status: int, code: str
) -> None:
    jenkins.job("app", waits)
    run = steps(jenkins)
    run.start()
    run.until(lambda _: run.log)
    jenkins.refuse = lambda seen: Reply(status, b"<p>No <b>way</b></p>")

    with pytest.raises(ConfigurationError) as error:
        steps(jenkins).start()
    assert error.value.code == code
    if status != 404:
        with pytest.raises(TargetUnavailable) as later:
            run.poll()
        assert later.value.code == code
    jenkins.refuse = lambda seen: None
    assert not run.poll().ended


def test_a_wrong_token_names_the_option(jenkins: FakeJenkins) -> None:
    secrets.set_secret("token", "wrong")
    with pytest.raises(ConfigurationError) as error:
        steps(jenkins).start()
    assert error.value.field == "task_config.token_secret"
    assert "wrong" not in str(error.value)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_jenkins_is_waited_for_as_long_as_it_asks(jenkins: FakeJenkins, status: int) -> None:
    jenkins.refuse = lambda seen: Reply(status, headers={"Retry-After": "17"})
    with pytest.raises(TargetNotReached) as error:
        steps(jenkins).start()
    assert error.value.values["retry_after"] == 17


def test_after_an_error_of_a_proxy_the_start_may_have_happened(jenkins: FakeJenkins) -> None:
    jenkins.refuse = lambda seen: Reply(502) if seen.method == "POST" else None
    with pytest.raises(TargetUnavailable) as error:
        steps(jenkins).start()
    assert not isinstance(error.value, TargetNotReached)


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


def test_a_connection_that_is_cut_or_refused_is_a_passing_trouble() -> None:
    def cut(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{")

    with raw(cut) as url, pytest.raises(TargetUnavailable):
        Steps(JenkinsExecutor(), "app", {"url": url}).start()
    with pytest.raises(TargetNotReached):
        Steps(JenkinsExecutor(), "app", {"url": "http://127.0.0.1:9"}).start()


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


def test_a_large_backlog_of_the_log_arrives_whole(jenkins: FakeJenkins) -> None:
    def work(build: Build) -> str:
        build.write(b"x" * 10_000_000 + b"end\n")
        return "SUCCESS"

    jenkins.job("app", work)
    run = steps(jenkins)
    run.start()
    run.end()
    assert len(run.log) == 10_000_004 and run.log.endswith(b"xend\n")


def test_the_handle_and_the_cursor_hold_no_secret_and_can_be_stored(jenkins: FakeJenkins) -> None:
    run = steps(jenkins)
    run.start()
    run.end()
    assert TOKEN not in json.dumps([run.handle, run.cursor, vars(run.spec)])


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
