"""The conformance suite over Jenkins jobs, on a FAKE Jenkins (no real one can be had here)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.executors.building import MARK
from tests.fakes.jenkins import USER, Build, FakeJenkins, Work
from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, Cell, ExecutorSuite


def _slow(gate: Path) -> Work:
    def work(build: Build) -> str:
        build.write("first\n")
        while not gate.exists() and build.sleep(0.05):
            pass
        build.write("last\n")
        return "SUCCESS"

    return work


def _forever(build: Build) -> str:
    build.write("on\n")
    build.sleep(600)
    return "SUCCESS"


def _count(build: Build) -> str:
    for number in range(20):
        build.write(f"{number}\n")
        build.sleep(0.1)
    return "FAILURE"


def _written(text: str | bytes, result: str = "SUCCESS") -> Work:
    def work(build: Build) -> str:
        build.write(text)
        return result

    return work


def _parameters(build: Build) -> str:
    build.write(build.parameters["SCRIPT_PARAMETERS"] + "\n")
    return "SUCCESS"


_JOBS: dict[Behaviour, Work] = {
    Behaviour.SUCCEED: _written("ok\n"),
    Behaviour.FAIL: _written("", "FAILURE"),
    Behaviour.BYTES: _written(bytes.fromhex("e4bda0ff000a")),
    Behaviour.FOREVER: _forever,
    Behaviour.PARAMETERS: _parameters,
    Behaviour.COUNT: _count,
}


class TestFakeJenkins(ExecutorSuite):
    """A build ends without an exit code, and Jenkins adds lines of its own to its log."""

    row = "jenkins (fake)"
    not_applicable = {
        Cell.EXIT_CODE: "a build has a result and no exit code",
        Cell.STREAMS: "the log of a build is one stream",
        Cell.LIMITS: "the agents of Jenkins have their own",
    }

    @pytest.fixture(autouse=True)
    def _use(self) -> Iterator[None]:
        self.jenkins = FakeJenkins(quiet=0.2)
        yield
        self.jenkins.close()

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        work = _JOBS.get(behaviour) or _slow(self.gate(product))
        self.jenkins.job(f"folder/{behaviour.name}", work, MARK, "SCRIPT_PARAMETERS")
        config = {"url": self.jenkins.url, "user": USER, "token_secret": "jenkins-token"}
        config["parameters"] = {"SCRIPT_PARAMETERS": {"from": "parameters"}}  # type: ignore[assignment]
        return {"task_type": "jenkins", "task_exec": f"folder/{behaviour.name}", "task_config": config}

    def leftovers(self, product: Product, execution_id: str) -> Sequence[object]:
        waiting = [one for one in self.jenkins.items if one.number is None and not one.cancelled]
        return [*self.jenkins.running(), *waiting]

    def lose(self, product: Product, execution_id: str) -> None:
        self.jenkins.forget(self._build(execution_id))

    def starts(self, product: Product, execution_id: str) -> int:
        return sum(one.parameters.get(MARK) == execution_id for one in self.jenkins.items)

    def _build(self, execution_id: str) -> Build:
        return next(one for one in self.jenkins.items if one.parameters.get(MARK) == execution_id)

    def test_it_survives_a_kill_of_watchbell(self, fresh_product: Product) -> None:
        product = fresh_product
        execution_id = self.begun(product, Behaviour.COUNT)
        product.kill()
        product.start()
        done = product.finished(execution_id, self.patience)
        assert (done["status"], done["reason"]) == ("failed", "build_failed")
        assert product.log(execution_id) == b"".join(b"%d\n" % n for n in range(20))
        assert self.starts(product, execution_id) == 1
