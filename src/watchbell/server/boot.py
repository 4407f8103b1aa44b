"""What every process of the product does first: its folders, its log, its database."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from watchbell.conf import get_settings

_FOLDERS = ("conf", "tasks", "logs", "run")


def boot(*, console_log: bool = False) -> None:
    """Prepares the data directory and sets Django up. May be called once in a process.

    Raises SystemFailure where the data directory cannot be used.
    """
    os.umask(0o077)
    make_folders(get_settings().data_dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchbell.server.settings")
    import django

    django.setup()
    from watchbell.server.logs import configure

    configure(console=console_log)
    bring_schema_up_to_date()


def make_folders(root: Path) -> None:
    from watchbell.errors import SystemFailure

    try:
        for folder in (root, *(root / name for name in _FOLDERS)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.stat().st_mode & 0o077:  # made by somebody else, for others to read
                folder.chmod(0o700)
    except OSError as error:
        raise SystemFailure("data_dir_unusable", path=str(root), detail=error.strerror) from error


def bring_schema_up_to_date() -> None:
    """Applies the migrations that are missing; a look at their names is enough when none is."""
    from django.db import connection

    applied = _applied()
    missing = _shipped() - applied
    if not missing:
        connection.close()
        return
    from django.core.management import call_command
    from filelock import FileLock

    with FileLock(get_settings().data_dir / "run" / "migrate.lock"):
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    connection.close()


def _shipped() -> set[tuple[str, str]]:
    from django.apps import apps

    found = set()
    for app in apps.get_app_configs():
        folder = resources.files(app.module) / "migrations" if app.module else None
        if folder is None or not folder.is_dir():
            continue
        names = (entry.name for entry in folder.iterdir())
        found |= {(app.label, name[:-3]) for name in names if name[:1].isdigit() and name.endswith(".py")}
    return found


def _applied() -> set[tuple[str, str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}
