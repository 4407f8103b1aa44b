"""What requests take from the server, and leave in it."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.executors.outgoing.asking import get, hello
from tests.fakes.answering import serving


def test_variables_of_the_server_name_no_proxy(
    allow: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    allow("127.0.0.1")
    with serving(hello) as proxy, serving(hello) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        get(server.url)
        assert proxy.seen == [] and len(server.seen) == 1


def test_what_is_sent_is_in_no_log(allow: Callable[[str], None], caplog: pytest.LogCaptureFixture) -> None:
    allow("127.0.0.1")
    logging.getLogger().setLevel(logging.DEBUG)
    with serving(hello) as server, caplog.at_level(logging.DEBUG):
        get(f"{server.url}/?token=s3cr3t", headers={"Authorization": "Bearer s3cr3t"})
    assert "s3cr3t" not in caplog.text


def test_the_server_does_not_import_the_client_at_its_start() -> None:
    code = (
        "import sys, django; from watchbell.server.boot import boot; boot()\n"
        "import watchbell.server.asgi; from watchbell.executors import registry; registry.all()\n"
        "print([name for name in ('httpx', 'httpcore', 'certifi', 'cryptography') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
