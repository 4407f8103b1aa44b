"""`manage.py watchbell_engine`: runs what the site's pages, schedules and code ask for."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from watchbell.cli.words import language, say
from watchbell.conf import get_settings
from watchbell.errors import WatchbellError
from watchbell.server.host_engine import run_engine


class Command(BaseCommand):
    help = "Run executions and schedules of this site. One on each machine is enough; programs survive it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-clock", action="store_true", help="only run executions, start none by schedule"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run_engine(self._greet, with_clock=not options["no_clock"])
        except WatchbellError as error:
            hint = error.hint(language())
            raise CommandError(error.message(language()) + (f" {hint}" if hint else "")) from None

    def _greet(self) -> None:
        told = say("The engine runs; its data is in ", "引擎已启动，数据目录：")
        self.stdout.write(told + str(get_settings().data_dir))
        self.stdout.flush()
