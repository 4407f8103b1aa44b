"""Copies of all task definitions: made, listed, checked and put back, whichever store is in use."""

from __future__ import annotations

from watchbell.conf import data_path
from watchbell.errors import WatchbellError
from watchbell.tasks.backup import Backup, Backups
from watchbell.tasks.loader import check_tasks
from watchbell.tasks.store import get_store
from watchbell.tasks.stores.json_files import JsonFilesTaskStore
from watchbell.tasks.stores.json_tasks import TasksFile
from watchbell.tasks.transfer import export_text, import_tasks


def _folder() -> Backups:
    return Backups(data_path("conf") / "backups")


def take() -> Backup:
    """Keeps the tasks as they are now; returns the newest copy, which may be older where nothing changed."""
    backups = _folder()
    backups.take(export_text("json").encode())
    return next(backup for backup in backups.all() if not backup.daily)


def copies() -> list[Backup]:
    """Every copy, newest first."""
    return _folder().all()


def count_in(name: str) -> int:
    """How many tasks the copy `name` holds. Raises NotFound, or what is wrong with its content."""
    return len(check_tasks(_folder().read(name)).tasks)


def problem_of(name: str) -> WatchbellError | None:
    """Why the copy `name` could not be put back; None where it could."""
    try:
        count_in(name)
    except WatchbellError as error:
        return error
    return None


def restore(name: str, *, user: str = "") -> int:
    """Puts the copy `name` in force, and keeps what there was as another copy; returns the number of tasks.

    With JSON files the copy replaces the file, broken or not. In the database its tasks are created or
    updated; others stay, as others may depend on them. Raises NotFound, ConfigurationError, InvalidInput.
    """
    count = count_in(name)
    if isinstance(get_store(), JsonFilesTaskStore):
        TasksFile(data_path("conf")).restore(name)
        return count
    content = _folder().read(name)
    take()
    import_tasks(content, user=user)
    return count
