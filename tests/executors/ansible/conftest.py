"""A running product, and a real sshd on this machine for playbooks that go over ssh."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.executors.ansible.sshd import Sshd, missing
from tests.product.conftest import fresh_product, product

__all__ = ["fresh_product", "product"]


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    if why := missing():
        pytest.skip(f"ansible over ssh is not tested: {why}")
    server = Sshd(tmp_path_factory.mktemp("sshd"))
    yield server
    server.close()
