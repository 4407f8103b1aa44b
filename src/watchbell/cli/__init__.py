"""`watchbell`: the command line. Each command is one module, imported when it is called."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

import click

from watchbell.cli import click_words
from watchbell.cli.words import language, say

if TYPE_CHECKING:
    from watchbell.errors import WatchbellError

click_words.install()

_COMMANDS = {
    "serve": "serve",
    "run": "run",
    "import": "transfer",
    "export": "transfer",
    "schedule": "schedule",
    "admin": "accounts",
    "token": "token",
    "check": "check",
    "backup": "backup",
    "secret": "secret",
    "scripts": "scripts",
    "buttons": "buttons",
    "pipeline": "pipeline",
}


class Commands(click.Group):
    """Imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"watchbell.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        from watchbell.errors import WatchbellError

        try:
            return _with_database_explained(super().invoke, ctx)
        except WatchbellError as error:
            for problem in getattr(error, "errors", [error]):
                (_complain_as_json if "--json" in sys.argv else _complain)(problem)
            ctx.exit(getattr(error, "exit_code", 2 if error.http_status < 500 else 70))


def _with_database_explained(invoke: Callable[[click.Context], object], ctx: click.Context) -> object:
    """Raises SystemFailure where the database cannot be used."""
    try:
        return invoke(ctx)
    except Exception as error:
        database = sys.modules.get("django.db")
        if database is None or not isinstance(error, database.DatabaseError):
            raise
        from watchbell.server.database_trouble import explained

        raise explained(error) from error


def _complain_as_json(error: WatchbellError) -> None:
    words = {"message": error.message(language()), "hint": error.hint(language())}
    click.echo(
        json.dumps({"error": {"code": error.code, "field": error.field, **words}}, ensure_ascii=False),
        err=True,
    )


def _complain(error: WatchbellError) -> None:
    where = f"{error.field}: " if error.field and error.field not in error.message("en") else ""
    if (line := error.values.get("line")) and f"ine {line}" not in error.message("en"):
        where = say(f"line {line}: ", f"第 {line} 行：") + where
    click.echo(say("Error: ", "错误：") + where + error.message(language()), err=True)
    if hint := error.hint(language()):
        click.echo(f"  {hint}", err=True)


@click.group(
    cls=Commands, help=say("Schedule scripts, run them, see everything.", "调度脚本、运行脚本、看清一切。")
)
@click.version_option(package_name="watchbell")
def main() -> None:
    pass
