"""`manage.py register_scripts [DIR] [--force]` (seed 003). Exits 1 where there were problems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from watchbell.cli.scripts import show, told_of
from watchbell.cli.words import language, say
from watchbell.errors import WatchbellError
from watchbell.scripts.register import register

SEED_FOLDER = "celery_app"


class Command(BaseCommand):
    help = "Register the .py files of a folder as scripts; they are read, not run. Exits 1 on problems."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help=f"default: <BASE_DIR>/{SEED_FOLDER}")
        parser.add_argument("--force", action="store_true", help="overwrite what was edited")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        try:
            found = register(options["folder"] or _default(), force=options["force"], dry_run=dry_run)
        except WatchbellError as error:
            raise CommandError(error.message(language())) from None
        show(found, dry_run=dry_run, as_json=options["as_json"])
        if found.problems:
            raise CommandError(told_of(found.problems))


def _default() -> Path:
    base = getattr(settings, "BASE_DIR", None)
    if not base:
        raise CommandError(
            say("Name the folder: the settings have no BASE_DIR.", "请指定文件夹：配置中没有 BASE_DIR。")
        )
    return Path(base) / SEED_FOLDER
