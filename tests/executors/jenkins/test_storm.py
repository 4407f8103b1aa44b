"""Many builds on an unreliable FAKE Jenkins, while Watchbell is killed again and again (fault 78)."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import Any

import pytest

from tests.executors.building import MARK
from tests.fakes.answering import Reply, Seen
from tests.fakes.jenkins import USER, Build, FakeJenkins
from watchbell.executions.logs import LogStore
from watchbell.testing import Product

RUNS, KILLS = 12, 2
LINES = 15


class Unreliable(FakeJenkins):
    """One request in eight fails, some of them after they were done."""

    def __init__(self) -> None:
        super().__init__(quiet=0.2)
        self._random = random.Random(20261123)
        self.refuse = self._fails

    def _fails(self, seen: Seen) -> Reply | None:
        dice = self._random.random()
        if dice < 0.03:
            raise OSError("cut before it was done")
        if dice < 0.10:
            return Reply(self._random.choice([502, 503, 429]), headers={"Retry-After": "0"})
        return None

    def _start(self, *given: Any) -> Reply:
        reply = super()._start(*given)
        if self._random.random() < 0.3:
            raise OSError("cut after it was done")
        return reply


def _work(build: Build) -> str:
    for number in range(LINES):
        build.write(f"{number}\n")
        build.sleep(0.3)
    return "SUCCESS"


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_every_build_is_started_once_and_its_log_is_whole(fresh_product: Product) -> None:
    product, jenkins = fresh_product, Unreliable()
    jenkins.job("app", _work, MARK)
    config = {"url": jenkins.url, "user": USER, "token_secret": "jenkins-token"}
    product.task("storm", task_type="jenkins", task_exec="app", task_config=config, task_overlap="allow")
    ids = [product.execute("storm") for _ in range(RUNS)]
    for _ in range(KILLS):
        time.sleep(2)
        product.kill()
        product.start()

    ends = {one: product.finished(one, 300)["status"] for one in ids}

    assert Counter(ends.values()) == {"success": RUNS}
    assert Counter(build.parameters[MARK] for build in jenkins.items) == dict.fromkeys(ids, 1)
    whole = "".join(f"{number}\n" for number in range(LINES))
    # Beside what the build wrote, the log tells when Jenkins did not answer.
    logs = LogStore(product.data_dir / "logs" / "executions")
    assert [one for one in ids if logs.open(one).stream_text("stdout", len(whole) + 1) != whole] == []
    jenkins.close()
