"""`watchbell scripts`: registering the scripts of a folder, and listing them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare
from watchbell.cli.scripts_unregister import on_one_line, unregister_command
from watchbell.cli.words import language, say

if TYPE_CHECKING:
    from watchbell.errors import WatchbellError
    from watchbell.scripts.models import Script
    from watchbell.scripts.register import Entry, Registration

_KINDS = {
    "new": ("new", "新增"),
    "changed": ("changed", "变更"),
    "missing": ("missing", "缺失"),
    "unchanged": ("unchanged", "未变"),
}


@click.group(help=say("Register and list scripts.", "注册和列出脚本。"))
def scripts_command() -> None:
    pass


scripts_command.add_command(unregister_command)


@scripts_command.command(
    "register",
    help=say(
        "Register the .py files of DIR. They are read, not run. From then on they may be run. "
        "Exits 1 where there were problems.",
        "注册 DIR 中的 .py 文件：只读取，不执行。注册后即可运行。有问题时退出码为 1。",
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help=say("Overwrite what was edited.", "覆盖已编辑的内容。"))
@click.option("--dry-run", is_flag=True, help=say("Only show what would change.", "只显示将发生的变更。"))
@json_option
@data_dir_option
def register_command(folder: Path, force: bool, dry_run: bool, as_json: bool) -> None:
    prepare()
    from watchbell.scripts.register import register

    registration = register(folder, force=force, dry_run=dry_run)
    show(registration, dry_run=dry_run, as_json=as_json)
    if registration.problems:
        sys.exit(1)


@scripts_command.command("list", help=say("List the registered scripts.", "列出已注册的脚本。"))
@json_option
@data_dir_option
def list_command(as_json: bool) -> None:
    prepare()
    from watchbell.scripts.models import Script
    from watchbell.scripts.register import trouble_of

    scripts = list(Script.objects.select_related("folder").order_by("name"))
    if as_json:
        echo_json([_as_json(script) for script in scripts])
        return
    width = max((len(script.name) for script in scripts), default=0)
    for script in scripts:
        notes = [say("missing", "缺失")] if script.is_missing else []
        notes += [] if script.is_active else [say("not active", "已停用")]
        problem = trouble_of(script)
        notes += [on_one_line(problem.message(language()))] if problem else []
        told = f"  ({', '.join(notes)})" if notes else ""
        click.echo(f"{script.name.ljust(width)}  {script.description}{told}")


@scripts_command.command("folders", help=say("List the registered folders.", "列出已注册的文件夹。"))
@json_option
@data_dir_option
def folders_command(as_json: bool) -> None:
    prepare()
    from watchbell.scripts.models import ScriptFolder

    folders = [(one.path, one.scripts.count()) for one in ScriptFolder.objects.order_by("path")]
    if as_json:
        echo_json([{"folder": path, "scripts": count} for path, count in folders])
        return
    for path, count in folders:
        click.echo(
            f"{on_one_line(path)}  {say('1 script' if count == 1 else f'{count} scripts', f'{count} 个脚本')}"
        )


def told_of(problems: list[WatchbellError]) -> str:
    """How many `problems` there were, in a sentence."""
    count = len(problems)
    return say(
        "There was one problem." if count == 1 else f"There were {count} problems.", f"有 {count} 个问题。"
    )


def show(registration: Registration, *, dry_run: bool, as_json: bool) -> None:
    """Prints what a scan did or would do; problems go to standard error."""
    if as_json:
        echo_json({**registration.to_json(language()), "dry_run": dry_run})
        return
    for kind, words in _KINDS.items():
        for entry in getattr(registration, kind):
            if kind != "unchanged" or entry.edited:
                click.echo(f"{say(*words)}: {entry.name}{_details(entry, kind)}")
    counts = ", ".join(f"{say(*words)} {len(getattr(registration, kind))}" for kind, words in _KINDS.items())
    click.echo((say("Would be: ", "将会：") if dry_run else "") + counts)
    for problem in registration.problems:
        hint = problem.hint(language())
        text = problem.message(language()) + (f" {hint}" if hint else "")
        click.echo(say("Problem: ", "问题：") + on_one_line(text), err=True)


def _details(entry: Entry, kind: str) -> str:
    told = f" ({', '.join(entry.fields)})" if entry.fields and kind == "changed" else ""
    if entry.edited:
        told += say("; edited, kept: ", "；已编辑，保留：") + ", ".join(entry.edited)
    return told


def _as_json(script: Script) -> dict[str, Any]:
    shown = ("id", "name", "description", "script_path", "script_type", "parameters_schema")
    more = ("digest", "timeout", "is_active", "is_missing", "created_at", "updated_at")
    return {"folder": script.folder.path, **{name: getattr(script, name) for name in (*shown, *more)}}
