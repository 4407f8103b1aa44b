"""What anybody can send without signing in does not fill the log of the engine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from watchbell.conf import data_path
from watchbell.server import logs

_CONFIGURED = (
    *("django", "django.request", "django.security", "django.security.csrf"),
    *("asyncio", "uvicorn", "watchfiles"),
)


@pytest.fixture
def sys_log(data_dir: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in _CONFIGURED}
    data_path("logs").mkdir(parents=True, exist_ok=True)
    logs.configure(console=False)
    yield data_path("logs/sys.log")
    for handler in root.handlers:
        if handler not in before:
            handler.close()
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


def test_a_foreign_host_name_writes_no_traceback(sys_log: Path, stranger: Client) -> None:
    logging.getLogger("watchbell").warning("begin")

    response = stranger.get("/api/health", headers={"Host": "evil.example"})

    assert response.status_code == 400
    text = sys_log.read_text()
    assert "begin" in text
    assert "Traceback" not in text
    assert "evil.example" not in text
