"""Who depends on a task, kept in memory: it is asked at the end of every execution."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from typing import Any

from django.db import transaction

from watchbell.tasks.signals import task_deleted, tasks_saved
from watchbell.tasks.store import get_store

# Changes made by this process are seen at once, those of other processes after this many seconds.
_TRUSTED_FOR = 2.0


class DependencyIndex:
    """task → those that name it among their dependencies. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users: dict[str, tuple[str, ...]] | None = None
        self._fingerprint: object = None
        self._checked = 0.0
        self._generation = 0

    def dependents(self, task_id: str) -> tuple[str, ...]:
        """The ids of the tasks that depend on `task_id` directly, in order."""
        return self._current().get(task_id, ())

    def invalidate(self) -> None:
        with self._lock:
            self._generation += 1
            self._users = None

    def _current(self) -> dict[str, tuple[str, ...]]:
        with self._lock:
            users, generation = self._users, self._generation
            fresh = time.monotonic() - self._checked < _TRUSTED_FOR
        if users is not None and (fresh or self._fingerprint == get_store().fingerprint()):
            self._checked = self._checked if fresh else time.monotonic()
            return users
        return self._build(generation)

    def _build(self, generation: int) -> dict[str, tuple[str, ...]]:
        fingerprint = get_store().fingerprint()
        found: dict[str, list[str]] = defaultdict(list)
        for task_id, dependencies in sorted(get_store().get_dependencies().items()):
            for dependency in dependencies:
                found[dependency].append(task_id)
        users = {dependency: tuple(names) for dependency, names in found.items()}
        with self._lock:
            if generation == self._generation:  # else something changed while this was read
                self._users, self._fingerprint, self._checked = users, fingerprint, time.monotonic()
        return users


index = DependencyIndex()


def connect() -> None:
    """Follows changes of definitions from now on."""
    tasks_saved.connect(_on_change, dispatch_uid="watchbell.tasks.dependencies")
    task_deleted.connect(_on_change, dispatch_uid="watchbell.tasks.dependencies")


def _on_change(**_: Any) -> None:
    # Now for this transaction, and again after it: another thread may read the old rows until then.
    index.invalidate()
    transaction.on_commit(index.invalidate)
