from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def test_of_several_threads_that_end_the_same_row_exactly_one_wins(tmp_path: Path) -> None:
    """In a process of its own, on a database file: the database of the tests is in memory."""
    environment = os.environ | {"WATCHBELL_DATA_DIR": str(tmp_path)}
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    script = [sys.executable, "-m", "tests.executions.recorder.race", settings]
    done = subprocess.run(script, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    outcomes = json.loads(done.stdout)
    assert len(outcomes) == 60
    assert all(outcome == [1, True] for outcome in outcomes)
