"""Lines by which a program tells how far it is: `{"progress": 40, "message": "reading"}`."""

from __future__ import annotations

import json
from typing import Any

LONGEST_LINE = 8 * 1024
_LONGEST_MESSAGE = 500
_KEYS = {"progress", "message"}


def read_progress(line: str) -> dict[str, Any] | None:
    """`{"progress": 0..100, "message": text}`, or None where the line tells none. It may hold other keys."""
    found = _object(line)
    percent = found.get("progress")
    if isinstance(percent, bool) or not isinstance(percent, int | float) or not 0 <= percent <= 100:
        return None
    message = found.get("message")
    return {"progress": percent, "message": _storable(message) if isinstance(message, str) else ""}


def tells_only_progress(line: str) -> bool:
    """Whether a line is nothing but progress, and so no result."""
    found = _object(line)
    return bool(found) and found.keys() <= _KEYS and read_progress(line) is not None


def _object(line: str) -> dict[str, Any]:
    line = line.strip()
    if not line.startswith("{") or len(line) > LONGEST_LINE or '"progress"' not in line:
        return {}
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()[:_LONGEST_MESSAGE]
