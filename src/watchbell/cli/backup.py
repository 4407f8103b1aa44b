from __future__ import annotations

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare, system_user
from watchbell.cli.words import language, say


@click.group(
    help=say("Copies of all task definitions (conf/backups/).", "全部任务定义的备份（conf/backups/）。")
)
def backup_command() -> None:
    pass


@backup_command.command("create", help=say("Keep the tasks as they are now.", "保存任务的当前状态。"))
@json_option
@data_dir_option
def create_command(as_json: bool) -> None:
    prepare()
    from watchbell.tasks import copies

    name = copies.take().name
    if as_json:
        echo_json({"name": name})
    else:
        click.echo(name)


@backup_command.command("list", help=say("All copies, newest first.", "列出全部备份，最新的在前。"))
@json_option
@data_dir_option
def list_command(as_json: bool) -> None:
    prepare()
    from watchbell.tasks import copies

    found = copies.copies()
    if as_json:
        items = [
            {"name": one.name, "created_at": one.created_at.isoformat(), "size": one.size, "daily": one.daily}
            for one in found
        ]
        echo_json({"items": items})
        return
    for one in found:
        kind = say("last of the day", "当天最后一份") if one.daily else ""
        click.echo(f"{one.name}  {one.size:>9,} B  {kind}".rstrip())


@backup_command.command(
    "verify",
    help=say(
        "Check that NAME, or every copy, could be put back; exits 1 where one could not.",
        "检查 NAME 或全部备份能否恢复；有不能恢复的则以 1 退出。",
    ),
)
@click.argument("name", metavar="[NAME]", required=False)
@json_option
@data_dir_option
def verify_command(name: str | None, as_json: bool) -> None:
    prepare()
    from watchbell.tasks import copies

    names = [name] if name else [one.name for one in copies.copies()]
    problems = {one: copies.problem_of(one) for one in names}
    if as_json:
        items = [
            {"name": one, "ok": problem is None, "problem": problem and problem.message(language())}
            for one, problem in problems.items()
        ]
        echo_json({"items": items})
    else:
        for one, problem in problems.items():
            click.echo(f"{one}  {problem.message(language()) if problem else say('good', '完好')}")
    if any(problems.values()):
        raise SystemExit(1)


@backup_command.command(
    "restore",
    help=say(
        "Put the tasks of NAME back. With WATCHBELL_TASK_STORE=json_files they replace all others.",
        "恢复 NAME 中的任务。使用 WATCHBELL_TASK_STORE=json_files 时替换全部任务。",
    ),
)
@click.argument("name", metavar="NAME")
@json_option
@data_dir_option
def restore_command(name: str, as_json: bool) -> None:
    prepare()
    from watchbell.tasks import copies

    count = copies.restore(name, user=system_user())
    if as_json:
        echo_json({"name": name, "tasks": count})
    else:
        click.echo(say(f"{count} tasks are as in {name}.", f"{count} 个任务已恢复为 {name} 中的状态。"))
