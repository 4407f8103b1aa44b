from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.embedding.host import Host


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A project whose tables are made; no process of it runs."""
    made = Host(tmp_path_factory.mktemp("host") / "site")
    made.set_up()
    yield made
    made.close()


@pytest.fixture(scope="session")
def working_host(host: Host) -> Host:
    """With its engine."""
    host.engine()
    return host


@pytest.fixture(scope="session")
def wsgi(working_host: Host) -> Iterator[str]:
    with working_host.wsgi() as base:
        yield base


@pytest.fixture(scope="session")
def asgi(working_host: Host) -> Iterator[str]:
    with working_host.asgi() as base:
        yield base
