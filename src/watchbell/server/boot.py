"""What every process of the product does first: its folders, its log, its database."""

from __future__ import annotations

import os
from pathlib import Path

from watchbell.conf import get_settings

_FOLDERS = ("conf", "tasks", "logs", "run")


def boot(*, console_log: bool = False) -> None:
    """Prepares the data directory and sets Django up. May be called once in a process.

    Raises SystemFailure where the data directory cannot be used, or the database is newer than the code.
    """
    os.umask(0o077)
    make_folders(get_settings().data_dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchbell.server.settings")
    import django

    django.setup()
    from watchbell.server.logs import configure

    configure(console=console_log)
    from watchbell.server.schema import bring_up_to_date

    bring_up_to_date()


def make_folders(root: Path) -> None:
    from watchbell.errors import SystemFailure
    from watchbell.kernel.found import system_words

    try:
        for folder in (root, *(root / name for name in _FOLDERS)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.stat().st_mode & 0o077:  # made by somebody else, for others to read
                folder.chmod(0o700)
    except OSError as error:
        words = system_words(error).details()
        raise SystemFailure("data_dir_unusable", path=str(root), **words) from error
