"""Products that know the token of the fake GitLab, and the fake itself for tests without a product."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.executors.building import Site, let_requests_reach, product_with_secret
from tests.executors.gitlab.jobs import one_job, says, steps, waits
from tests.executors.steps import Steps
from tests.fakes.gitlab import TOKEN, FakeGitlab
from watchbell.testing import Product


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with product_with_secret(tmp_path_factory.mktemp("product"), "gitlab-token", TOKEN) as running:
        yield running


@pytest.fixture
def fresh_product(tmp_path: Path) -> Iterator[Product]:
    with product_with_secret(tmp_path / "data", "gitlab-token", TOKEN) as running:
        yield running


@pytest.fixture
def world(db: None, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_requests_reach(monkeypatch, TOKEN)


@pytest.fixture(params=[False, True], ids=["whole traces", "ranges"])
def gitlab(request: pytest.FixtureRequest, world: None) -> Iterator[FakeGitlab]:
    stages = [
        ("build", [("compile", says("compiled\n"))]),
        ("test", [("unit", says("42 passed\n")), ("lint", says("clean\n"))]),
    ]
    fake = FakeGitlab(stages, ranges=request.param)
    yield fake
    fake.close()


@pytest.fixture
def site(gitlab: FakeGitlab) -> Site:
    def waiting() -> Steps:
        run = one_job(gitlab, waits)
        run.start()
        run.until(lambda _: run.log)
        return run

    return Site(
        fake=gitlab,
        steps=lambda: steps(gitlab),
        waiting=waiting,
        forget=lambda: gitlab.forget(gitlab.pipelines[0]),
        refusal=b'{"message": "no"}',
        token=TOKEN,
    )
