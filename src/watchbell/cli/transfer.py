from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare
from watchbell.cli.words import say
from watchbell.errors import ConfigurationError
from watchbell.kernel.found import system_words

_FORMATS: dict[str, Literal["json", "yaml"]] = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}


def _format_of(file: str) -> Literal["json", "yaml"]:
    """Raises ConfigurationError for an ending of another format; without one it is JSON."""
    ending = Path(file).suffix.lower()
    if ending and ending not in _FORMATS:
        raise ConfigurationError(
            "file_ending_unknown", field="FILE", ending=ending, known=", ".join(_FORMATS)
        )
    return _FORMATS.get(ending, "json")


@click.command(
    help=say(
        "Import tasks from FILE (JSON or YAML): all or nothing.",
        "从 FILE（JSON 或 YAML）导入任务：要么全部，要么全不。",
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@json_option
@data_dir_option
def import_command(file: str, as_json: bool) -> None:
    format = _format_of(file)
    prepare()
    from watchbell.tasks.transfer import import_tasks

    with click.open_file(file, "rb") as stream:
        report = import_tasks(stream.read(), format=format)
    counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
    if as_json:
        echo_json(counts)
        return
    words = {
        "created": ("created", "新建"),
        "updated": ("updated", "更新"),
        "unchanged": ("unchanged", "未变"),
    }
    click.echo(", ".join(f"{say(*words[name])} {len(ids)}" for name, ids in counts.items()))


@click.command(
    help=say(
        "Export tasks to FILE (JSON or YAML, - for standard output).",
        "导出任务到 FILE（JSON 或 YAML，- 表示标准输出）。",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@data_dir_option
def export_command(file: str) -> None:
    format = _format_of(file)
    prepare()
    from watchbell.tasks.transfer import export_text

    text = export_text(format)
    if file == "-":
        click.echo(text, nl=False)
    else:
        try:
            Path(file).write_text(text, encoding="utf-8")
        except OSError as error:
            raise ConfigurationError("file_unwritable", path=file, **system_words(error).details()) from None
