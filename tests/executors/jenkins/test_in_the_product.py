"""Jenkins jobs through the whole product, on a FAKE Jenkins: what people see when things go wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.fakes.answering import Reply
from tests.fakes.jenkins import TOKEN, USER, Build, FakeJenkins
from watchbell.testing import Product

_numbers = count()


@pytest.fixture
def jenkins() -> Iterator[FakeJenkins]:
    fake = FakeJenkins()
    yield fake
    for build in fake.items:
        build.aborted.set()
    fake.close()


def define(product: Product, jenkins: FakeJenkins, **fields: Any) -> str:
    task_id = f"job-{next(_numbers)}"
    config = {"url": jenkins.url, "user": USER, "token_secret": "jenkins-token"}
    product.task(task_id, task_type="jenkins", task_exec="app", task_config=config, **fields)
    return task_id


def test_a_token_that_expires_while_a_build_runs_can_be_replaced(
    product: Product, jenkins: FakeJenkins
) -> None:
    def work(build: Build) -> str:
        build.write("on\n")
        build.sleep(3)
        build.write("off\n")
        return "SUCCESS"

    jenkins.job("app", work)
    execution_id = product.execute(define(product, jenkins))
    product.until(lambda: product.log(execution_id), 20)
    jenkins.refuse = lambda seen: Reply(401)
    shown = "does not accept the user or the secret"
    product.until(lambda: shown in json.dumps(product.execution(execution_id)["progress"]), 20)
    assert product.execution(execution_id)["status"] == "running"

    jenkins.refuse = lambda seen: None
    done = product.finished(execution_id, 60)

    lines = product.log(execution_id).decode().splitlines()
    assert (done["status"], lines[0], lines[-1]) == ("success", "on", "off")
    assert shown in lines[1] and lines[1:-1] == [line for line in lines if line.startswith("[watchbell]")]
    assert done["result"]["build"] == 1


def test_a_wrong_token_fails_the_run_in_words_and_nothing_shows_the_token(
    product: Product, jenkins: FakeJenkins
) -> None:
    jenkins.job("app", lambda build: "SUCCESS")
    jenkins.refuse = lambda seen: Reply(401)

    done = product.run(define(product, jenkins))

    assert (done["status"], done["reason"]) == ("failed", "target_sign_in_refused")
    assert jenkins.items == []
    sys_log = (product.data_dir / "logs/sys.log").read_text()
    assert not [text for text in (json.dumps(done), sys_log) if TOKEN in text]


def test_the_time_limit_of_the_task_ends_the_build(product: Product, jenkins: FakeJenkins) -> None:
    def work(build: Build) -> str:
        build.sleep(60)
        return "SUCCESS"

    jenkins.job("app", work)
    done = product.run(define(product, jenkins, task_timeout=1), timeout=60)
    assert (done["status"], done["survivors"]) == ("timeout", 0)
    assert jenkins.builds[0].signals[0] == "stop"


def test_a_failed_build_is_tried_again_as_the_task_says(product: Product, jenkins: FakeJenkins) -> None:
    jenkins.job("app", lambda build: "FAILURE" if build.number == 1 else "SUCCESS")
    task_id = define(product, jenkins, task_retry=1, task_retry_interval=0.1)
    product.execute(task_id)

    def statuses() -> list[str]:
        return [one["status"] for one in product.get("/api/executions", task_id=task_id)["items"]]

    product.until(lambda: statuses() == ["success", "failed"], 60)
