"""`manage.py setup_page_scripts [FILE]` (seed 003)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from watchbell.cli.buttons import show
from watchbell.cli.words import language
from watchbell.errors import WatchbellError
from watchbell.scripts.button_configs import FILE_NAME, apply_text, button_file


class Command(BaseCommand):
    help = "Make the page buttons of a file: all or nothing. Applying it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        where = f"default: {FILE_NAME} here, in BASE_DIR, or in a script folder"
        parser.add_argument("file", nargs="?", type=Path, help=where)
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            show(apply_text(_read(options["file"] or button_file())), as_json=options["as_json"])
        except WatchbellError as error:
            told = [_told(problem) for problem in getattr(error, "errors", [error])]
            raise CommandError("\n".join(told)) from None


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None


def _told(problem: WatchbellError) -> str:
    places = [str(part) for part in (problem.values.get("line"), problem.field) if part]
    hint = problem.hint(language())
    return ": ".join([*places, problem.message(language())]) + (f" {hint}" if hint else "")
