"""`watchbell run --wait` follows for as long as somebody is there to record the end, and not for ever."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from watchbell.testing import Product

_IMPATIENT = (
    "import sys; from watchbell.server.boot import boot; boot(); from watchbell.cli import follow, main; "
    "follow._PATIENCE = float(sys.argv[1]); main(['run', 'long', '--wait'])"
)


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "data", WATCHBELL_STOP_GRACE="1") as running:
        yield running


def test_when_the_server_dies_and_stays_away_the_command_ends_and_says_so(product: Product) -> None:
    command = _follow(product, "sleep 60", patience=1)
    product.kill()
    out, err = command.communicate(timeout=60)
    assert command.returncode == 69
    assert "No server has been running for 1 s" in err and "watchbell serve" in err
    assert "begins" in out
    assert product.programs(), "the program goes on"


def test_a_restart_of_the_server_is_waited_for(product: Product) -> None:
    command = _follow(product, "while [ ! -e go ]; do sleep 0.1; done; echo ends; exit 7", patience=120)
    product.kill()
    time.sleep(1.5)
    product.start()
    (product.data_dir / "tasks" / "go").touch()
    out, _ = command.communicate(timeout=60)
    assert command.returncode == 7
    assert "ends" in out


def _follow(product: Product, program: str, *, patience: float) -> subprocess.Popen[str]:
    """A command that waits for a program, once that runs."""
    text = f'#!/bin/sh\ncd "$(dirname "$0")"\necho begins\n{program}\n'
    product.task("long", task_type="shell", task_exec=product.script("long.sh", text))
    command = subprocess.Popen(
        [sys.executable, "-c", _IMPATIENT, str(patience)],
        env={**os.environ, "WATCHBELL_DATA_DIR": str(product.data_dir), "WATCHBELL_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    product.until(lambda: product.get("/api/tasks/long/status")["status"] == "running", 30)
    product.until(product.programs, 30)
    return command
