"""`task_history.json` and `task_status.json`: what happened lately, bounded (seed 004, 存储位置)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watchbell.kernel.status import TERMINAL, Status
from watchbell.tasks.stores.atomic import locked, sweep, write_atomically
from watchbell.tasks.stores.records import STATUS_FIELDS, TaskExecution, as_status
from watchbell.tasks.stores.standing import noted

KEPT_OF_A_TASK = 100
KEPT_OF_ALL = 10_000
_TIMES = ("last_run_at", "last_success_at")


class _JsonFile:
    """One object under one key of a file, changed as a whole."""

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key

    def read(self, empty: Any) -> Any:
        try:
            found = json.loads(self._path.read_bytes())[self._key]
            return found if isinstance(found, type(empty)) else empty
        except FileNotFoundError:
            return empty
        except (ValueError, KeyError, TypeError):
            # Records are no definitions: a damaged file is put aside, it must not stop anything.
            stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
            with suppress(FileNotFoundError):  # another reader was first
                self._path.replace(self._path.with_name(f"{self._path.name}.damaged-{stamp}"))
            return empty

    @contextmanager
    def changing(self, empty: Any) -> Iterator[Any]:
        with locked(self._path.with_name(f".{self._path.stem}.lock")):
            sweep(self._path.parent, self._path.name)
            value = self.read(empty)
            yield value
            write_atomically(self._path, f'{{"{self._key}": {_lines(value)}}}\n'.encode(errors="replace"))


class HistoryFile:
    """The latest executions, oldest first in the file."""

    def __init__(self, path: Path) -> None:
        self._file = _JsonFile(path, "executions")

    def latest(self, task_id: str, limit: int) -> list[TaskExecution]:
        rows = [row for row in reversed(self._file.read([])) if row.get("task_id") == task_id]
        return [TaskExecution.from_json(row) for row in rows[:limit]]

    def add(self, records: Iterable[TaskExecution]) -> list[TaskExecution]:
        """Adds or updates; what has ended stays as it is, and the oldest make room. Returns what changed."""
        changed = []
        with self._file.changing([]) as rows:
            places = {row["execution_id"]: index for index, row in enumerate(rows)}
            for record in records:
                index = places.setdefault(record.execution_id, len(rows))
                now = _moved(rows[index] if index < len(rows) else None, record)
                if now is not None:
                    rows[index : index + 1] = [now.to_json()]
                    changed.append(now)
            rows[:] = _bounded(rows)
        return changed


class StatusFile:
    """How each task last did."""

    def __init__(self, path: Path) -> None:
        self._file = _JsonFile(path, "status")

    def get(self, task_id: str) -> dict[str, Any] | None:
        found = self._file.read({}).get(task_id)
        if found is None:
            return None
        return _read(task_id, found)

    def update(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Sets the given values of the given tasks."""
        with self._file.changing({}) as statuses:
            for task_id, changes in values.items():
                statuses[task_id] = {**_empty(task_id), **statuses.get(task_id, {}), **_written(changes)}

    def note(self, record: TaskExecution) -> None:
        """What `record` tells about how its task did."""
        if record.status not in TERMINAL:
            return
        with self._file.changing({}) as statuses:
            known = _read(record.task_id, statuses.get(record.task_id, {}))
            statuses[record.task_id] = _written({**known, **noted(known, record)})

    def remove(self, task_id: str) -> None:
        if task_id in self._file.read({}):
            with self._file.changing({}) as statuses:
                statuses.pop(task_id, None)


def _read(task_id: str, found: Mapping[str, Any]) -> dict[str, Any]:
    times = {name: datetime.fromisoformat(found[name]) for name in _TIMES if found.get(name)}
    return {**_empty(task_id), **found, **times}


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: v.isoformat() if isinstance(v, datetime) else v for name, v in values.items()}


def _moved(kept: dict[str, Any] | None, record: TaskExecution) -> TaskExecution | None:
    """`record` as it is to be kept, its duration that of its times; None where what is kept stays."""
    status = as_status(record.status)
    if kept is None:
        return replace(record, duration=None)
    if kept["status"] in TERMINAL or (status == Status.PENDING and kept["status"] != Status.PENDING):
        return None
    earlier = TaskExecution.from_json(kept)
    end = record.end_time or (datetime.now(UTC) if status in TERMINAL else None)
    return replace(record, start_time=record.start_time or earlier.start_time, end_time=end, duration=None)


def _lines(value: Any) -> str:
    """JSON with an entry a line: readable, and many times faster than indentation."""
    if isinstance(value, dict):
        entries = (f"{json.dumps(key)}: {_plain(item)}" for key, item in value.items())
        return "{\n" + ",\n".join(entries) + "\n}"
    return "[\n" + ",\n".join(map(_plain, value)) + "\n]"


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _bounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    kept = []
    for row in reversed(rows[-KEPT_OF_ALL:]):
        counts[row["task_id"]] += 1
        if counts[row["task_id"]] <= KEPT_OF_A_TASK:
            kept.append(row)
    return kept[::-1]


def _empty(task_id: str) -> dict[str, Any]:
    defaults: dict[str, Any] = {"task_id": task_id, "status": "", "reason": "", "streak": 0, "recent": []}
    return {name: defaults.get(name) for name in STATUS_FIELDS}
