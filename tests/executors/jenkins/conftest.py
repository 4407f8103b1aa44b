"""Products that know the token of the fake Jenkins, and the fake itself for tests without a product."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.executors.building import Site, let_requests_reach, product_with_secret
from tests.executors.jenkins.jobs import good, steps, waits
from tests.executors.steps import Steps
from tests.fakes.jenkins import TOKEN, FakeJenkins
from watchbell.testing import Product


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with product_with_secret(tmp_path_factory.mktemp("product"), "jenkins-token", TOKEN) as running:
        yield running


@pytest.fixture
def fresh_product(tmp_path: Path) -> Iterator[Product]:
    with product_with_secret(tmp_path / "data", "jenkins-token", TOKEN) as running:
        yield running


@pytest.fixture
def world(db: None, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_requests_reach(monkeypatch, TOKEN)


@pytest.fixture
def jenkins(world: None) -> Iterator[FakeJenkins]:
    fake = FakeJenkins()
    fake.job("app", good)
    yield fake
    for build in fake.items:
        build.aborted.set()
    fake.close()


@pytest.fixture
def site(jenkins: FakeJenkins) -> Site:
    def waiting() -> Steps:
        jenkins.job("app", waits)
        run = steps(jenkins)
        run.start()
        run.until(lambda _: run.log)
        return run

    return Site(
        fake=jenkins,
        steps=lambda: steps(jenkins),
        waiting=waiting,
        forget=lambda: jenkins.forget(jenkins.builds[0]),
        refusal=b"<p>No <b>way</b></p>",
        token=TOKEN,
    )
