"""`conf/tasks.json` as the truth: read when it changed, and never worse than its last good state."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watchbell.errors import Conflict, InvalidInput, WatchbellError
from watchbell.tasks.backup import Backups
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.loader import check_tasks, read_file
from watchbell.tasks.stores.atomic import locked, sweep, write_atomically

Signature = tuple[int, ...] | None
_NEVER = datetime.fromtimestamp(0, UTC)
_log = logging.getLogger("watchbell.tasks")


@dataclass(frozen=True)
class Loaded:
    """One good state of the file; `raw` are the tasks as somebody wrote them."""

    tasks: dict[str, TaskDefinition] = field(default_factory=dict)
    raw: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed_at: datetime = _NEVER


class TasksFile:
    """Safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "tasks.json"
        self.backups = Backups(folder / "backups")
        self.last_error: WatchbellError | None = None
        self._last_good = folder / "backups" / "last-good.json"
        self._lock_path = folder / ".tasks.lock"
        self._lock = threading.RLock()
        self._signature: Signature = ()
        self._loaded = Loaded()

    def current(self) -> Loaded:
        """The last good state; `last_error` tells what is wrong with a newer one."""
        with self._lock:
            signature = file_signature(self.path)
            if signature != self._signature:
                self._reload(signature)
            return self._loaded

    @contextmanager
    def changing(self) -> Iterator[tuple[Loaded, Callable[[Loaded], None]]]:
        """The state, locked against everybody else, and a function that replaces it.

        Raises what is wrong with the file, as a change to a broken one would lose somebody's work.
        """
        with locked(self._lock_path), self._lock:
            loaded = self.current()
            if self.last_error and self.path.exists():
                raise broken(self.path, self.last_error)
            yield loaded, self._replace

    def restore(self, name: str) -> None:
        """Puts the backup `name` in place of what there is, broken or not. Raises NotFound."""
        content = self.backups.read(name)
        check_tasks(content)
        with locked(self._lock_path), self._lock:
            if self.path.exists():
                self.backups.take(read_file(self.path))
            write_atomically(self.path, content)
            self.current()

    def _replace(self, wanted: Loaded) -> None:
        sweep(self.path.parent, self.path.name)
        if self.path.exists():
            self.backups.take(read_file(self.path))
        text = json.dumps({"tasks": list(wanted.raw.values())}, ensure_ascii=False, indent=2) + "\n"
        content = text.encode()
        write_atomically(self.path, content)
        self._signature = file_signature(self.path)
        self._keep(wanted.tasks, wanted.raw, content)

    def _reload(self, signature: Signature) -> None:
        first = self._signature == ()
        self._signature = signature
        if signature is None and not self._last_good.exists():
            self._loaded, self.last_error = Loaded(), None
            return
        try:
            self._accept(read_file(self.path))
        except WatchbellError as error:
            self.last_error = error
            if first:
                self._loaded = self._from_last_good()

    def _accept(self, content: bytes) -> None:
        document = check_tasks(content)
        tasks = {task.task_id: task for task in document.tasks}
        self._keep(tasks, dict(zip(tasks, document.raw, strict=True)), content)

    def _keep(self, tasks: dict[str, TaskDefinition], raw: dict[str, dict[str, Any]], content: bytes) -> None:
        changed_at = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        self._loaded, self.last_error = Loaded(dict(sorted(tasks.items())), raw, changed_at), None
        try:
            self._remember(content)
        except WatchbellError as error:
            _log.warning("The tasks are loaded, but no copy could be kept: %s", error)

    def _remember(self, content: bytes) -> None:
        self.backups.take(content)
        good = {"tasks": [task.to_json() for task in self._loaded.tasks.values()]}
        write_atomically(self._last_good, json.dumps(good).encode())

    def _from_last_good(self) -> Loaded:
        """Saved by us and whole, so it needs no check: one that became stricter would lose tasks."""
        try:
            items = json.loads(self._last_good.read_bytes())["tasks"]
        except FileNotFoundError:
            return Loaded()
        tasks = {item["task_id"]: TaskDefinition.stored(item) for item in items}
        return Loaded(tasks, {name: task.to_sparse_json() for name, task in tasks.items()})


def broken(path: Path, error: WatchbellError) -> Conflict:
    """What is said where a change is refused for what is wrong with the file, not with the change."""
    first = error.errors[0] if isinstance(error, InvalidInput) else error
    line = first.values.get("line") if first.field else None
    place = f"{first.field}: " if first.field else ""
    english = (f"line {line}, " if line else "") + place + first.message("en").rstrip(".")
    chinese = (f"第 {line} 行 " if line else "") + place + first.message("zh").rstrip("。")
    name = f"{path.parent.name}/{path.name}"
    return Conflict("tasks_file_broken", path=name, detail=english, detail_zh=chinese)


def file_signature(path: Path) -> Signature:
    """Something that differs when the file does; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
