"""Every command, from click's own knowledge of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from docs.generators.markdown import code, table, text

_HEADERS = {"en": ("Argument or option", "Meaning", "Default"), "zh": ("参数或选项", "含义", "默认值")}
_NOTES = {"en": ("Required.", "May be repeated."), "zh": ("必填。", "可重复。")}


def block(language: str) -> str:
    """In a process of its own, because commands choose their words when they are imported."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, language],
        env={**os.environ, "WATCHBELL_LANGUAGE": language},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def sections(language: str) -> str:
    from watchbell.cli import main

    context = click.Context(main, info_name="watchbell")
    return "\n\n".join(_section(*command, language) for command in _commands(main, context, "watchbell"))


def _commands(group: click.Group, context: click.Context, path: str) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, context, f"{path} {name}")
        elif command is not None:
            yield f"{path} {name}", command


def _section(path: str, command: click.Command, language: str) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    rows = [_row(parameter, context, language) for parameter in command.params]
    words = text(command.get_short_help_str(limit=1000))
    return f"## `{path}`\n\n{words}\n\n```\n{usage}\n```\n\n{table(_HEADERS[language], rows)}"


def _row(parameter: click.Parameter, context: click.Context, language: str) -> tuple[str, str, str]:
    required, repeated = _NOTES[language]
    notes = [getattr(parameter, "help", None) or ""]
    if isinstance(parameter, click.Option):
        notes += [required] * parameter.required + [repeated] * parameter.multiple
    return code(_name(parameter, context)), text(" ".join(filter(None, notes))), code(_default(parameter))


def _default(parameter: click.Parameter) -> str:
    plain = isinstance(parameter.default, str | int | float) and not isinstance(parameter.default, bool)
    return str(parameter.default) if plain else ""


def _name(parameter: click.Parameter, context: click.Context) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(context)
    names = ", ".join(parameter.opts)
    is_flag = isinstance(parameter, click.Option) and parameter.is_flag
    return names if is_flag else f"{names} {parameter.make_metavar(context)}"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(sections(sys.argv[1]))
