"""A watched `tasks.json`: applied when it changes; a broken one changes nothing and says where (fault 26)."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.db import connections

from watchbell.conf import get_settings
from watchbell.errors import InvalidInput, WatchbellError
from watchbell.executions.engine_log import say
from watchbell.tasks.loader import read_file
from watchbell.tasks.models import TaskSchedule, TaskState
from watchbell.tasks.store import get_store
from watchbell.tasks.stores.atomic import write_atomically
from watchbell.tasks.stores.json_files import JsonFilesTaskStore
from watchbell.tasks.stores.json_tasks import Signature, file_signature
from watchbell.tasks.transfer import import_tasks

INTERVAL = 2.0
_log = logging.getLogger("watchbell.tasks")


class TasksFileWatcher:
    """Looks at a file every two seconds, on any file system, and hands each new state to `apply`.

    `last_error` is what is wrong with the file as it is now (else None), `applied_at` when it was last
    applied.
    """

    def __init__(self, path: Path, apply: Callable[[Path], None], interval: float = INTERVAL) -> None:
        self.path = path
        self.last_error: WatchbellError | None = None
        self.applied_at: datetime | None = None
        self._apply = apply
        self._interval = interval
        self._seen: Signature = ()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchbell-tasks-file", daemon=True)

    def start(self) -> None:
        """Applies the file as it is now, and watches it from now on."""
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=1)

    def check(self) -> bool:
        """Applies the file if it changed. True when it was applied."""
        signature = file_signature(self.path)
        if signature == self._seen:
            return False
        try:
            self._apply(self.path)
        except WatchbellError as error:
            self._seen = signature
            self.last_error = error
            _log.error(say("%s is not applied:\n%s", "%s 未被应用：\n%s"), self.path, explained(error))
            return False
        self._seen = signature
        self.last_error = None
        self.applied_at = datetime.now(UTC)
        return True

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                self.check()
            except Exception:
                # The database may be away for a while: the file is not seen as applied, so it is tried again.
                _log.exception(say("%s could not be applied", "%s 无法应用"), self.path)
            finally:
                connections.close_all()
            self._stop.wait(self._interval)


def apply_file(path: Path) -> None:
    """Makes the tasks what the file says.

    With the database as store its tasks are saved and others left alone, once for each content: what was
    edited here since is not undone by a restart. With JSON files it is the truth, and others are gone.
    """
    store = get_store()
    if isinstance(store, JsonFilesTaskStore):
        known = [*TaskSchedule.objects.values_list("task_id", flat=True).distinct()]
        store.sync([*known, *TaskState.objects.values_list("task_id", flat=True)])
    elif path.exists():
        _import_once(path)


def explained(error: WatchbellError) -> str:
    """Each thing that is wrong, on a line of its own with its place."""
    errors = error.errors if isinstance(error, InvalidInput) else [error]
    language = get_settings().language
    return "\n".join(f"  {_place(one)}{one.message(language)}" for one in errors)


def _place(error: WatchbellError) -> str:
    number = error.values.get("line")
    line = say(f"line {number}, ", f"第 {number} 行，") if number is not None and error.field else ""
    return f"{line}{error.field}: " if error.field else ""


def _import_once(path: Path) -> None:
    content = read_file(path)
    digest = hashlib.sha256(content).hexdigest()
    applied = path.with_name(f".{path.name}.applied")
    if applied.exists() and applied.read_text() == digest:
        return
    report = import_tasks(content, user=path.name)
    write_atomically(applied, digest.encode())
    _log.info(
        say(
            "%s applied: %d created, %d updated, %d unchanged",
            "%s 已应用：新建 %d，更新 %d，未变 %d",
        ),
        path,
        len(report.created),
        len(report.updated),
        len(report.unchanged),
    )
