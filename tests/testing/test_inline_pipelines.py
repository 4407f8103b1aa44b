"""A user tests pipelines, and an executor of their own, without a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.executors.plugin.watchbell_dummy_remote import PLUGIN
from tests.executors.target import Target
from tests.pipelines.helpers import approval, sh
from tests.testing.conftest import Save
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.executors import registry
from watchbell.pipelines.approvals import decide
from watchbell.tasks.run_now import run_now
from watchbell.testing import FrozenClock, InlineQueue


def states(pipeline: Execution) -> dict[str, str]:
    steps = Execution.objects.filter(parent_id=pipeline.pk)
    return {step.origin.rpartition("/")[2]: step.status for step in steps}


def pipeline(save: Save, *steps: dict[str, object]) -> str:
    return save("pipe", task_type="pipeline", task_config={"steps": list(steps)})


def test_steps_run_in_order_and_the_pipeline_ends_with_them(inline_queue: InlineQueue, save: Save):
    run_now(pipeline(save, sh("build"), sh("test", "exit 3", "build"), sh("publish", "true", "test")))
    ended = inline_queue.run()
    assert [done.kind for done in ended] == ["step", "step", "step", "task"]
    assert ended[-1].status == "failed"
    assert states(ended[-1]) == {"build": "success", "test": "failed", "publish": "skipped"}


def test_an_approval_is_given_by_the_test(inline_queue: InlineQueue, save: Save):
    started = run_now(pipeline(save, approval("ask"), sh("publish", "true", "ask")))
    assert inline_queue.run() == []
    decide(started.pk, "ask", approved=True, user="lin")
    assert inline_queue.run()[-1].status == "success"


def test_an_approval_that_nobody_gives_has_its_time(inline_queue: InlineQueue, save: Save):
    with FrozenClock("2026-01-01T12:00:00Z") as clock:
        started = run_now(pipeline(save, approval("ask", timeout=3600), sh("publish", "true", "ask")))
        assert inline_queue.run_until(clock, "2026-01-01T12:59:00Z") == []
        ended = inline_queue.run_until(clock, "2026-01-01T13:01:00Z")
    assert states(started) == {"ask": "timeout", "publish": "skipped"}
    assert ended[-1].pk == started.pk


def test_an_executor_for_what_runs_elsewhere_is_followed(
    inline_queue: InlineQueue, save: Save, tmp_path: Path, request: pytest.FixtureRequest
):
    request.addfinalizer(registry.add("dummy_remote", PLUGIN))
    folder = tmp_path / "target"
    folder.mkdir()
    with Target(folder) as target, FrozenClock("2026-01-01T12:00:00Z"):
        config = {"url": target.url, "args": ["sh", "-c", "echo there; sleep 0.3; exit 5"]}
        run_now(save("there", task_type="dummy_remote", task_config=config, task_timeout=60))
        [done] = inline_queue.run()
    assert (done.status, done.return_code) == ("failed", 5)
    assert log_store().open(done.pk).text(100) == "there\n"
    assert target.starts[done.pk] == 1
