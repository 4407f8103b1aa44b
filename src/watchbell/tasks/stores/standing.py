"""How a task stands after an execution that was saved in JSON files: what `tasks.state` tells of rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from watchbell.kernel.status import TERMINAL, Status
from watchbell.tasks.state import RECENT
from watchbell.tasks.stores.records import TaskExecution

_FAILURES = (Status.FAILED, Status.TIMEOUT, Status.LOST)


def noted(known: Mapping[str, Any], record: TaskExecution) -> dict[str, Any]:
    """The values of `STATUS_FIELDS` that `record` changes; none where it runs, or is noted already."""
    recent = list(known.get("recent") or [])
    if record.status not in TERMINAL or any(one["execution_id"] == record.execution_id for one in recent):
        return {}
    created = record.start_time or datetime.now(UTC)
    entry = {"execution_id": record.execution_id, "status": record.status, "duration": record.duration}
    changed: dict[str, Any] = {"recent": [*recent, {**entry, "created_at": created.isoformat()}][-RECENT:]}
    skipped = record.status == Status.SKIPPED
    if not skipped or known.get("last_run_at") is None:
        changed |= {"status": record.status, "reason": "", "last_execution_id": record.execution_id}
    if skipped:
        return changed
    changed["last_run_at"] = max(known.get("last_run_at") or created, created)
    if record.status == Status.SUCCESS:
        changed |= {"last_success_at": record.end_time, "streak": 0}
    elif record.status in _FAILURES:
        changed["streak"] = known.get("streak", 0) + 1
    return changed
