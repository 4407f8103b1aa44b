from __future__ import annotations

from typing import Any

import pytest

from watchbell.kernel.outcome import Outcome, decide
from watchbell.messages import MESSAGES
from watchbell.messages.launch import MESSAGES as LAUNCH

CASES: list[tuple[dict[str, Any], str, str, str | None]] = [
    ({"cause": "exit", "return_code": 0}, "success", "", None),
    ({"cause": "exit", "return_code": 255}, "failed", "exit_code", "program_failed"),
    ({"cause": "exit", "return_code": -9}, "failed", "signal", "program_killed"),
    ({"cause": "exit", "return_code": -40}, "failed", "signal", "program_killed"),
    ({"cause": "limit", "limit": "memory_mb", "return_code": -9}, "failed", "oom", "out_of_memory"),
    ({"cause": "limit", "limit": "cpu_seconds", "return_code": -24}, "failed", "limit", "limit_exceeded"),
    ({"cause": "timeout", "return_code": 0}, "timeout", "timeout", "program_timeout"),
    ({"cause": "stopped", "return_code": -15}, "cancelled", "user", None),
    (
        {"cause": "spawn", "error": {"code": "missing_file", "path": "/x"}},
        "failed",
        "missing_file",
        "missing_file",
    ),
    ({"cause": "lost"}, "lost", "launcher_lost", "program_lost"),
    ({"cause": "something new"}, "lost", "launcher_lost", "program_lost"),
]


@pytest.mark.parametrize(("outcome", "status", "reason", "code"), CASES)
def test_each_end_means_one_status_and_one_reason(
    outcome: dict[str, Any], status: str, reason: str, code: str | None
) -> None:
    verdict = decide(Outcome.from_json({"id": "x", **outcome}))
    assert (verdict.status, verdict.reason) == (status, reason)
    assert (verdict.error.code if verdict.error else None) == code
    assert verdict.error_type == ("ExecutionError" if code else None)
    if verdict.error:
        assert all(verdict.error.message(language) for language in ("en", "zh"))


def test_the_signal_is_named() -> None:
    error = decide(Outcome("x", "exit", return_code=-15)).error
    assert error
    assert "SIGTERM" in error.message("en") and "SIGTERM" in error.message("zh")


def test_a_newer_launcher_may_tell_more() -> None:
    assert Outcome.from_json({"id": "x", "cause": "exit", "return_code": 0, "energy": 3}).return_code == 0


def test_the_messages_of_programs_are_in_both_languages() -> None:
    for code, message in LAUNCH.items():
        assert MESSAGES[code] is message
        assert message.zh != message.en
        assert bool(message.hint_en) == bool(message.hint_zh)
