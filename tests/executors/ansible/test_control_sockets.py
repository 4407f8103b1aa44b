"""ssh's connections are shared between tasks, where the path of the socket is short enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchbell.executors.ansible_command import environment


@pytest.mark.parametrize(("length", "shared"), [(75, True), (76, False), (200, False)])
def test_a_socket_whose_path_would_be_too_long_is_done_without(length: int, shared: bool) -> None:
    folder = Path("/" + "x" * (length - 1))
    assert ("ANSIBLE_SSH_ARGS" not in environment({}, folder, None)) == shared
