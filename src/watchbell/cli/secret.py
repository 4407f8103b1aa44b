from __future__ import annotations

import sys

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare
from watchbell.cli.words import say


@click.group(
    help=say(
        "Secrets: values that tasks name and nobody reads.", "密钥：任务按名称引用，任何人都不能读取其值。"
    )
)
def secret_command() -> None:
    pass


@secret_command.command("set", help=say("Make NAME, or give it another value.", "创建 NAME，或更改它的值。"))
@click.argument("name", metavar="NAME")
@click.option("--value-stdin", is_flag=True, help=say("Read it from standard input.", "从标准输入读取。"))
@json_option
@data_dir_option
def set_command(name: str, value_stdin: bool, as_json: bool) -> None:
    # Never an argument: everybody on the machine can read those.
    value = (
        _without_line_end(sys.stdin.buffer.read().decode(errors="surrogateescape"))
        if value_stdin
        else click.prompt(say("Value", "值"), hide_input=True, confirmation_prompt=True)
    )
    prepare()
    from watchbell.access.secrets import set_secret

    set_secret(name, value)
    if as_json:
        echo_json({"name": name})
    else:
        click.echo(say(f"Secret {name} is set.", f"密钥 {name} 已设置。"))


@secret_command.command("list", help=say("Names and ages; no values.", "列出名称和更新时间，不显示值。"))
@json_option
@data_dir_option
def list_command(as_json: bool) -> None:
    prepare()
    from watchbell.access.secrets import list_secrets

    rows = list_secrets()
    if as_json:
        items = [
            {"name": r.name, "updated_at": r.updated_at.isoformat(), "updated_by": r.updated_by} for r in rows
        ]
        echo_json({"items": items})
        return
    for row in rows:
        click.echo(f"{row.name}  {row.updated_at.astimezone():%Y-%m-%d %H:%M}  {row.updated_by}".rstrip())


@secret_command.command("delete", help=say("Delete NAME.", "删除 NAME。"))
@click.argument("name", metavar="NAME")
@json_option
@data_dir_option
def delete_command(name: str, as_json: bool) -> None:
    prepare()
    from watchbell.access.secrets import delete_secret

    delete_secret(name)
    if as_json:
        echo_json({"name": name})
    else:
        click.echo(say(f"Secret {name} is deleted.", f"密钥 {name} 已删除。"))


@secret_command.command(
    "change-key",
    help=say("Encrypt all of them with a new key.", "用新的加密密钥重新加密全部密钥。"),
)
@json_option
@data_dir_option
def change_key_command(as_json: bool) -> None:
    prepare()
    from watchbell.access.secrets import change_key

    count = change_key()
    if as_json:
        echo_json({"secrets": count})
    else:
        click.echo(say(f"{count} secrets have a new key.", f"{count} 个密钥已改用新的加密密钥。"))


def _without_line_end(text: str) -> str:
    """`echo` adds a line end that belongs to no password; to the files of keys, of several lines, it does."""
    line, end, more = text.partition("\n")
    return line.removesuffix("\r") if end and not more else text
