"""The conformance suite over GitLab pipelines, on a FAKE GitLab (no real one can be had here)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.executors.building import MARK
from tests.fakes.gitlab import PROJECT, FakeGitlab, Job, Pipeline, Work
from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, Cell, ExecutorSuite


def _slow(gate: Path) -> Work:
    def work(job: Job) -> str:
        job.write("first\n")
        while not gate.exists() and job.sleep(0.05):
            pass
        job.write("last\n")
        return "success"

    return work


def _forever(job: Job) -> str:
    job.write("on\n")
    job.sleep(600)
    return "success"


def _count(job: Job) -> str:
    for number in range(20):
        job.write(f"{number}\n")
        job.sleep(0.1)
    return "failed"


def _written(text: str | bytes, status: str = "success") -> Work:
    def work(job: Job) -> str:
        job.write(text)
        return status

    return work


def _parameters(job: Job) -> str:
    job.write(job.pipeline.variables["SCRIPT_PARAMETERS"] + "\n")
    return "success"


_JOBS: dict[Behaviour, Work] = {
    Behaviour.SUCCEED: _written("ok\n"),
    Behaviour.FAIL: _written("", "failed"),
    Behaviour.BYTES: _written(bytes.fromhex("e4bda0ff000a")),
    Behaviour.FOREVER: _forever,
    Behaviour.PARAMETERS: _parameters,
    Behaviour.COUNT: _count,
}


@pytest.mark.parametrize("ranges", [False, True], ids=["whole traces", "ranges"])
class TestFakeGitlab(ExecutorSuite):
    """A pipeline ends without an exit code, and its log names its jobs."""

    row = "gitlab (fake)"
    not_applicable = {
        Cell.EXIT_CODE: "a pipeline has a status and no exit code",
        Cell.STREAMS: "the trace of a job is one stream",
        Cell.LIMITS: "the runners of GitLab have their own",
    }

    @pytest.fixture(autouse=True)
    def _use(self, ranges: bool) -> Iterator[None]:
        self.gitlab = FakeGitlab([], ranges=ranges)
        yield
        self.gitlab.close()

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        work = _JOBS.get(behaviour) or _slow(self.gate(product))
        self.gitlab.stages = [("test", [("job", work)])]
        config = {"url": self.gitlab.url, "token_secret": "gitlab-token"}
        config["variables"] = {"SCRIPT_PARAMETERS": {"from": "parameters"}}  # type: ignore[assignment]
        return {"task_type": "gitlab", "task_exec": PROJECT, "task_config": config}

    def leftovers(self, product: Product, execution_id: str) -> Sequence[object]:
        return self.gitlab.running()

    def lose(self, product: Product, execution_id: str) -> None:
        self.gitlab.forget(next(one for one in self._pipelines(execution_id)))

    def starts(self, product: Product, execution_id: str) -> int:
        return len(self._pipelines(execution_id))

    def _pipelines(self, execution_id: str) -> list[Pipeline]:
        return [one for one in self.gitlab.pipelines if one.variables[MARK] == execution_id]

    def test_it_survives_a_kill_of_watchbell(self, fresh_product: Product) -> None:
        product = fresh_product
        execution_id = self.begun(product, Behaviour.COUNT)
        product.kill()
        product.start()
        done = product.finished(execution_id, self.patience)
        assert (done["status"], done["reason"]) == ("failed", "pipeline_failed")
        assert product.log(execution_id) == b"".join(b"%d\n" % n for n in range(20))
        assert self.starts(product, execution_id) == 1
