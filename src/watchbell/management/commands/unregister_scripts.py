"""`manage.py unregister_scripts DIR`: the way back from `register_scripts`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.core.management.base import BaseCommand, CommandError, CommandParser

from watchbell.cli.scripts_unregister import take_back
from watchbell.cli.words import language, say
from watchbell.errors import WatchbellError


class Command(BaseCommand):
    help = (
        "Forget a registered folder with its scripts and their page buttons. "
        "Files and the history of executions stay. Refused while pipelines run its scripts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="it need not be there any more")
        parser.add_argument("--noinput", "--yes", action="store_true", dest="yes", help="do not ask")
        parser.add_argument("--dry-run", action="store_true", help="only show what would go")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = {name: options[name] for name in ("yes", "dry_run", "as_json")}
        try:
            take_back(options["folder"], **chosen)
        except WatchbellError as error:
            hint = error.hint(language())
            raise CommandError(error.message(language()) + (f" {hint}" if hint else "")) from None
        except click.Abort:
            raise CommandError(say("Nothing was changed.", "未作任何更改。")) from None
