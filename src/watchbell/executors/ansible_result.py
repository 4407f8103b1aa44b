"""What our callback (ansible_plugins/watchbell_result.py) found out, as the reason of a failure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from watchbell.errors import ExecutionError, WatchbellError

_SHOWN = 10


def why(path: Path) -> tuple[str, WatchbellError] | None:
    """The reason and the error that the result in `path` gives; None where it tells of no host."""
    result = _read(path)
    failures = [one for one in result.get("failures", []) if not one.get("unreachable")]
    unreachable = [one for one in result.get("failures", []) if one.get("unreachable")]
    if unreachable:
        return "hosts_unreachable", ExecutionError("hosts_unreachable", **_values(unreachable))
    if failures:
        return "exit_code", ExecutionError("hosts_failed", task=failures[-1]["task"], **_values(failures))
    return None


def _values(failures: list[dict[str, Any]]) -> dict[str, Any]:
    hosts = list(dict.fromkeys(one["host"] for one in failures))
    more = f" … (+{len(hosts) - _SHOWN})" if len(hosts) > _SHOWN else ""
    lines = [line.strip() for line in failures[-1]["message"].splitlines() if line.strip()]
    return {
        "hosts": ", ".join(hosts[:_SHOWN]) + more,
        "count": len(hosts),
        "detail": (lines or ["?"])[-1][:500].rstrip(".。"),  # what a command or ssh said itself comes last
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # ansible ended before there was anything to tell
        return {}
    return content if isinstance(content, dict) else {}
