"""One run elsewhere whose target does not answer: how it ends, and what its log tells meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.executors.plugin.watchbell_dummy_remote import PLUGIN
from tests.executors.target import Target
from watchbell import conf
from watchbell.executions.log_store import log_store
from watchbell.executions.logs.model import LogQuery
from watchbell.executions.models import Execution
from watchbell.executions.remote import run as module
from watchbell.executions.remote import trouble
from watchbell.executions.remote.models import RemoteRun
from watchbell.executions.remote.run import Run, Step
from watchbell.executions.spec import ExecutionSpec, definition_of
from watchbell.executions.transition import End, finish_many, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Target]:
    monkeypatch.setenv("WATCHBELL_STOP_GRACE", "0.2")
    conf.get_settings.cache_clear()
    monkeypatch.setattr(module, "get_executor", lambda type_: PLUGIN)
    monkeypatch.setattr(trouble, "GIVE_UP_AFTER_FORCE", 0.3)
    folder = tmp_path / "target"
    folder.mkdir()
    with Target(folder) as running:
        yield running


def _run(target: Target, command: str = "sleep 600", **how: Any) -> Run:
    """`how`: timeout, handle, adopted (claimed by an earlier process)."""
    config = {"url": target.url, "args": ["sh", "-c", command]}
    definition = definition_of(ExecutionSpec("dummy_remote", "", config=config, timeout=how.get("timeout")))
    definition.save()
    row = Execution.objects.create(origin="task:x", definition=definition, runner="remote")
    start(row, started_at=timezone.now())
    handle = {"id": row.pk} if how.get("handle") else None
    if handle:
        target.start(row.pk, ["sh", "-c", command], {})
    return Run(row, RemoteRun(execution_id=row.pk, handle=handle), was_claimed_before=how["adopted"])


def _ask_to_stop(run: Run) -> None:
    run.execution.cancel_requested, run.execution.reason = True, "user"


def _end(run: Run, within: float = 10) -> End:
    """Steps until it ends, as the driver does, but never sleeping long."""
    deadline = time.monotonic() + within
    while (step := run.step()).end is None:
        assert time.monotonic() < deadline, "it goes on and on"
        assert not run.execution.cancel_requested or step.wait < 1, "the next look is too late"
        time.sleep(min(step.wait, 0.05))
    return step.end


def _log(run: Run) -> list[tuple[str, str]]:
    page = log_store().open(run.execution.pk).page(LogQuery(), running=False)
    return [(line.stream, line.text) for line in page.items]


@pytest.mark.parametrize("handle", [False, True])
def test_after_a_restart_a_stop_ends_what_an_unreachable_target_may_run(target: Target, handle: bool) -> None:
    run = _run(target, adopted=True, handle=handle)
    target.fault = "503"
    _ask_to_stop(run)
    end = _end(run)
    assert (end.status, end.reason, end.columns["survivors"]) == ("lost", "target_unavailable", 1)
    assert end.columns["error_message"].startswith(f"{target.url} did not answer")


@pytest.mark.parametrize("handle", [False, True])
def test_after_a_restart_the_timeout_ends_what_an_unreachable_target_may_run(
    target: Target, handle: bool
) -> None:
    run = _run(target, adopted=True, handle=handle, timeout=0.1)
    target.fault = "503"
    assert (_end(run).status, run.is_in_trouble) == ("lost", True)


def test_a_target_that_answers_in_time_ends_it_as_asked(target: Target) -> None:
    run = _run(target, adopted=True, handle=True)
    target.fault = "503"
    _ask_to_stop(run)
    assert run.step().end is None
    target.fault = ""
    end = _end(run)
    assert (end.status, end.columns["survivors"], target.alive()) == ("cancelled", 0, [])


def test_what_was_given_up_is_ended_when_its_target_answers_again(target: Target) -> None:
    run = _run(target, adopted=True, handle=True)
    target.fault = "503"
    _ask_to_stop(run)
    finish_many([_end(run)])
    run.is_recorded = True
    target.fault = ""
    assert run.step().is_over and target.alive() == []


@pytest.mark.parametrize(("timeout", "status"), [(None, "cancelled"), (0.05, "timeout")])
def test_what_surely_was_never_started_ends_at_once(
    target: Target, monkeypatch: pytest.MonkeyPatch, timeout: float | None, status: str
) -> None:
    monkeypatch.setattr(trouble, "GIVE_UP_AFTER_FORCE", 600)
    run = _run(target, adopted=False, timeout=timeout)
    monkeypatch.setitem(run._spec.config, "url", "http://127.0.0.1:9")
    assert run.step().end is None
    if timeout is None:
        _ask_to_stop(run)
    time.sleep(0.1)
    end = _end(run, within=5)
    assert (end.status, end.columns["survivors"]) == (status, 0)
    assert "[watchbell]" not in end.columns.get("error_message", "")


def test_the_log_tells_once_that_the_target_is_away_and_that_it_is_back(target: Target) -> None:
    run = _run(target, "printf on; sleep 1; echo; echo off", adopted=False)
    while not run.step().row.cursor.get("out"):  # type: ignore[union-attr]
        time.sleep(0.05)
    target.fault = "503"
    steps = [run.step() for _ in range(3)]
    target.fault = ""
    end = _end(run)
    assert [text for _, text in _log(run)] == [
        "on",
        f"[watchbell] {target.url} does not answer: HTTP Error 503: Service Unavailable."
        " Watchbell tries again.",
        "[watchbell] The target answers again.",
        "",
        "off",
    ]
    assert {stream for stream, text in _log(run) if "[" in text} == {"watchbell"}
    size = log_store().size(run.execution.pk)
    assert end.columns["log_bytes"] == size
    assert {step.row and step.row.log_bytes for step in steps} == {_size_at_away(run)}


def _size_at_away(run: Run) -> int:
    content = log_store().paths(run.execution.pk).log.read_bytes()
    return content.index(b"[watchbell] The target answers")


def test_a_start_that_cannot_reach_its_target_says_so_in_the_log(target: Target) -> None:
    run = _run(target, "echo on", adopted=False)
    target.fault = "503"
    first: Step = run.step()
    assert "does not answer" in _log(run)[0][1] and first.row and first.row.log_bytes
    target.fault = ""
    assert _end(run).status == "success"
    assert [text for _, text in _log(run)][1:] == ["[watchbell] The target answers again.", "on"]


def test_a_restart_in_an_outage_reads_no_output_twice(target: Target) -> None:
    run = _run(target, "echo on; sleep 1; echo off", adopted=False)
    while not run.step().row.cursor.get("out"):  # type: ignore[union-attr]
        time.sleep(0.05)
    target.fault = "503"
    saved = run.step().row
    run.close()
    assert saved is not None
    again = Run(run.execution, saved, was_claimed_before=True)
    target.fault = ""
    assert _end(again).status == "success"
    assert [text for stream, text in _log(again) if stream == "stdout"] == ["on", "off"]
