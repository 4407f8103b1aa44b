"""Applies `conf/tasks.json` of the data directory when it changes."""

from __future__ import annotations

from collections.abc import Callable


def watch_tasks_file() -> Callable[[], None]:
    """Starts watching, and tells with how many tasks; the returned function ends it."""
    from watchbell.conf import data_path
    from watchbell.tasks.engine_log import note_loaded
    from watchbell.tasks.watch import TasksFileWatcher, apply_file

    note_loaded()
    watcher = TasksFileWatcher(data_path("conf", "tasks.json"), apply_file)
    watcher.start()
    return watcher.close
