"""How the engine of this process is doing, told by its parts."""

from __future__ import annotations

import threading
import time
from typing import Any

_lock = threading.Lock()
_parts: dict[str, dict[str, Any]] = {}


def report(part: str, **facts: Any) -> None:
    """Notes the latest facts about `part`, and when they were told."""
    with _lock:
        _parts[part] = {**facts, "at": time.time()}


def forget(part: str) -> None:
    with _lock:
        _parts.pop(part, None)


def snapshot() -> dict[str, dict[str, Any]]:
    """Each part's latest facts; `at` is the Unix time they were told."""
    with _lock:
        return {part: dict(facts) for part, facts in _parts.items()}
