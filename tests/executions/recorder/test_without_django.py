"""A script without Django may record, and so may a host whose Django is not set up yet."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

_RECORD = """
from types import SimpleNamespace
from watchbell import ExecutionContext, ExecutionLogger, Status
step = SimpleNamespace(status="pending", started_at=None, completed_at=None, stderr="", logs="")
ExecutionLogger.start_execution(step)
ExecutionLogger.timeout_execution(step, timeout_seconds=300)
print(step.status, step.stderr)
"""


def run(code: str, **environment: str) -> Any:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WATCHBELL"))
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True, check=False
    )


def test_it_works_where_django_is_not_installed() -> None:
    done = run("import sys; sys.modules['django'] = None\n" + _RECORD)
    assert done.stdout == "timeout The execution timed out after 300 s.\n", done.stderr


def test_it_imports_no_django_by_itself() -> None:
    done = run(_RECORD + "import sys; print('django' in sys.modules)")
    assert done.stdout.endswith("False\n"), done.stderr


def test_it_works_before_django_is_set_up() -> None:
    done = run("import django.db.models\n" + _RECORD)
    assert done.stdout.startswith("timeout "), done.stderr


def test_it_follows_the_settings_of_a_host_that_is_set_up() -> None:
    code = (
        "from django.conf import settings; settings.configure(WATCHBELL={'language': 'zh'})\n"
        "import django; django.setup()\n"
    )
    done = run(code + _RECORD)
    assert done.stdout == "timeout 执行超时（300 秒）。\n", done.stderr


def test_the_sentences_follow_the_language_of_the_installation() -> None:
    assert "执行超时（300 秒）。" in run(_RECORD, WATCHBELL_LANGUAGE="zh").stdout
