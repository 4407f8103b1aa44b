"""The tables of the database in use: brought up to date, and left alone where they are ahead of the code."""

from __future__ import annotations

from importlib import resources

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from watchbell import __version__
from watchbell.conf import get_settings
from watchbell.errors import SystemFailure

_APP = "watchbell"

Names = set[tuple[str, str]]


def bring_up_to_date() -> None:
    """Applies the migrations that are missing; a look at their names is enough when none is.

    Raises SystemFailure where a newer version of Watchbell has been here.
    """
    applied, shipped = _applied(), _shipped()
    _refuse_newer(applied, shipped)
    missing = shipped - applied
    if not missing:
        connection.close()
        return
    from django.core.management import call_command
    from filelock import FileLock

    with FileLock(get_settings().data_dir / "run" / "migrate.lock"):
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    connection.close()


def refuse_newer() -> None:
    """Raises SystemFailure where the database has been changed by a newer version of Watchbell."""
    _refuse_newer(_applied(), _shipped())


def _refuse_newer(applied: Names, shipped: Names) -> None:
    if not _unknown(applied, shipped):
        return
    # A migration that was replaced by another one has no file any more, and is known nevertheless.
    known = MigrationLoader(connection).disk_migrations
    replaced = {(app, name) for migration in known.values() for app, name in migration.replaces}
    if unknown := _unknown(applied, shipped | replaced):
        connection.close()
        raise SystemFailure("database_newer", version=__version__, migrations=", ".join(unknown))


def _unknown(applied: Names, known: Names) -> list[str]:
    return sorted(name for app, name in applied - known if app == _APP)


def _shipped() -> Names:
    found = set()
    for app in apps.get_app_configs():
        folder = resources.files(app.module) / "migrations" if app.module else None
        if folder is None or not folder.is_dir():
            continue
        names = (entry.name for entry in folder.iterdir())
        found |= {(app.label, name[:-3]) for name in names if name[:1].isdigit() and name.endswith(".py")}
    return found


def _applied() -> Names:
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}
