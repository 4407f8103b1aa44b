"""`watchbell scripts unregister`: taking a script folder back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare
from watchbell.cli.words import say

if TYPE_CHECKING:
    from watchbell.scripts.unregister import Leaving


@click.command(
    "unregister",
    help=say(
        "Forget DIR, which need not be there any more: its scripts may not run, and they and their page "
        "buttons are gone. Its files and the history of executions stay; what runs, runs to its end. "
        "Asks first, unless told --yes. Refused while steps of pipelines run its scripts.",
        "取消注册 DIR（文件夹可以已不存在）：其脚本不再可以运行，脚本及其页面按钮一并移除。"
        "文件和执行历史保留，正在运行的会运行到结束。除非给出 --yes，否则会先询问。"
        "有流水线的步骤在运行其脚本时会被拒绝。",
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help=say("Do not ask.", "不询问。"))
@click.option("--dry-run", is_flag=True, help=say("Only show what would go.", "只显示将被移除的内容。"))
@json_option
@data_dir_option
def unregister_command(folder: Path, yes: bool, dry_run: bool, as_json: bool) -> None:
    prepare()
    take_back(folder, yes=yes, dry_run=dry_run, as_json=as_json)


def take_back(folder: Path, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Un-registers `folder` once somebody agreed, and tells what went with it.

    Raises NotFound for a folder that is not registered, Conflict where pipelines need it, click.Abort
    where somebody said no.
    """
    from watchbell.scripts.unregister import folder_at, leaving, unregister

    registered = folder_at(folder)
    if not as_json:
        _show_leaving(leaving(registered))
    if not (dry_run or yes):
        click.confirm(say("Un-register it?", "取消注册？"), abort=True, err=True)
    gone = leaving(registered) if dry_run else unregister(registered)
    if as_json:
        echo_json({**gone.to_json(), "dry_run": dry_run})
    elif not dry_run:
        click.echo(say("Un-registered.", "已取消注册。"))


def _show_leaving(gone: Leaving) -> None:
    click.echo(on_one_line(gone.folder))
    for words, names in ((("script", "脚本"), gone.scripts), (("page button", "页面按钮"), gone.buttons)):
        for name in names:
            click.echo(f"  {say(*words)} {on_one_line(name)}")
    count = gone.going_on
    if count:
        click.echo(say(f"Executions going on, to their end: {count}.", f"仍在执行、将运行到结束：{count}。"))
    click.echo(say("Its files and the history of executions stay.", "文件和执行历史保留。"))


def on_one_line(text: str) -> str:
    """File names may hold line breaks and what else steers a terminal."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
