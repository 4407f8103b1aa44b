"""How the engine is doing, told by its parts: in this process, or through a file from the one beside it."""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import suppress
from typing import Any

from watchbell.conf import data_path

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


def share() -> None:
    """Leaves what the parts of this process told for the other processes of this data directory."""
    file = data_path("run", "health.json")
    draft = file.with_name(f".health.{os.getpid()}")
    draft.write_text(json.dumps(snapshot()))
    draft.replace(file)


def of_the_engine() -> dict[str, dict[str, Any]]:
    """`snapshot` of the engine, wherever it runs on this machine; empty where none has told anything."""
    own = snapshot()
    if own:
        return own
    with suppress(OSError, ValueError):
        shared = json.loads(data_path("run", "health.json").read_text())
        return shared if isinstance(shared, dict) else {}
    return {}
