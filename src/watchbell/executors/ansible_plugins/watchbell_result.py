"""A callback plugin of ansible: tells Watchbell how each host fared.

Ansible loads this file, perhaps with another Python than Watchbell's: it imports nothing of Watchbell.
It writes {"hosts", "failures", "data", "complete"} to the files that the environment names.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase  # type: ignore

DOCUMENTATION = """
name: watchbell_result
type: aggregate
short_description: Tells Watchbell how each host fared
description: [Writes the counts of each host and the messages of failed tasks as JSON.]
"""

_MOST_FAILURES = 1000
_LONGEST_MESSAGE = 2000
_LARGEST_DATA = 1024 * 1024
_PAUSE = 1.0  # seconds between two writes while it runs
_COUNTS = ("ok", "changed", "failed", "unreachable", "skipped", "rescued", "ignored")


class CallbackModule(CallbackBase):  # type: ignore
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "watchbell_result"
    CALLBACK_NEEDS_ENABLED = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("WATCHBELL_ANSIBLE_RESULT", "WATCHBELL_RESULT_FILE")
        self._paths = [Path(os.environ[name]) for name in names if os.environ.get(name)]
        self._hosts: dict[str, dict[str, int]] = {}
        self._failures: list[dict[str, Any]] = []
        self._written_at = 0.0

    def v2_runner_on_ok(self, result: Any, **_: Any) -> None:
        self._count(result, "ok")
        if result._result.get("changed"):
            self._count(result, "changed")

    def v2_runner_on_skipped(self, result: Any, **_: Any) -> None:
        self._count(result, "skipped")

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False, **_: Any) -> None:
        if ignore_errors:
            self._count(result, "ignored")
        else:
            self._count(result, "failed")
            self._failed(result, unreachable=False)

    def v2_runner_on_unreachable(self, result: Any, **_: Any) -> None:
        self._count(result, "unreachable")
        self._failed(result, unreachable=True)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        self._hosts = {host: _counts(stats.summarize(host)) for host in sorted(stats.processed)}
        gone = {host for host, counts in self._hosts.items() if not counts["failed"] + counts["unreachable"]}
        self._failures = [one for one in self._failures if one["host"] not in gone]  # these were rescued
        self._write(complete=True, data=stats.custom.get("_run", {}))

    def _count(self, result: Any, what: str) -> None:
        counts = self._hosts.setdefault(result._host.get_name(), dict.fromkeys(_COUNTS, 0))
        counts[what] += 1
        if time.monotonic() - self._written_at > _PAUSE:
            self._write(complete=False, data={})

    def _failed(self, result: Any, *, unreachable: bool) -> None:
        if len(self._failures) < _MOST_FAILURES:
            self._failures.append(
                {
                    "host": result._host.get_name(),
                    "task": result._task.get_name().strip(),
                    "message": _message(result._result)[:_LONGEST_MESSAGE],
                    "unreachable": unreachable,
                }
            )
            self._written_at = 0.0

    def _write(self, *, complete: bool, data: Any) -> None:
        self._written_at = time.monotonic()
        told = {"hosts": self._hosts, "failures": self._failures, "data": _plain(data), "complete": complete}
        for path in self._paths:
            part = path.with_name(path.name + ".part")
            part.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            part.replace(path)


def _counts(summary: dict[str, int]) -> dict[str, int]:
    return {name: summary.get("failures" if name == "failed" else name, 0) for name in _COUNTS}


def _message(result: Any) -> str:
    """What went wrong; `no_log` tasks come here without their output already."""
    if "censored" in result:
        return str(result["censored"])
    words = [result.get(key) for key in ("msg", "message", "stderr", "module_stderr")]
    items = [one for one in result.get("results") or [] if isinstance(one, dict)]
    words += [_message(one) for one in items if one.get("failed")]
    return "\n".join(str(word).strip() for word in words if word)


def _plain(data: Any) -> Any:
    """What `set_stats` collected, where it is JSON and not too large."""
    try:
        text = json.dumps(data, allow_nan=False)
    except (TypeError, ValueError):
        return {}
    return json.loads(text) if len(text) <= _LARGEST_DATA else {}
