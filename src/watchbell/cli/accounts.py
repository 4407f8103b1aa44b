from __future__ import annotations

import sys

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare
from watchbell.cli.words import say

password_option = click.option(
    "--password-stdin", is_flag=True, help=say("Read it from standard input.", "从标准输入读取密码。")
)


@click.group(help=say("Administrators.", "管理员。"))
def admin_command() -> None:
    pass


@admin_command.command("create", help=say("Create an administrator.", "创建管理员。"))
@click.option("--username", required=True)
@password_option
@json_option
@data_dir_option
def create_admin(username: str, password_stdin: bool, as_json: bool) -> None:
    password = _asked_for(password_stdin)
    prepare()
    from watchbell.access.admins import create_administrator

    create_administrator(username, password)
    if as_json:
        echo_json({"username": username})
    else:
        click.echo(say(f"Administrator {username} created.", f"已创建管理员 {username}。"))


@admin_command.command(
    "password",
    help=say(
        "Give the user NAME another password. Ends their sessions; their API keys go on.",
        "更改用户 NAME 的密码。其会话随即结束，API 密钥继续有效。",
    ),
)
@click.argument("name", metavar="NAME")
@password_option
@json_option
@data_dir_option
def change_password_command(name: str, password_stdin: bool, as_json: bool) -> None:
    password = _asked_for(password_stdin)
    prepare()
    from watchbell.access.admins import change_password

    change_password(name, password)
    if as_json:
        echo_json({"username": name})
    else:
        click.echo(
            say(
                f"{name} has a new password; open sessions have ended.",
                f"{name} 的密码已更改，已登录的会话均已结束。",
            )
        )


def _asked_for(from_stdin: bool) -> str:
    """Never an argument: everybody on the machine can read those."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    password: str = click.prompt(say("Password", "密码"), hide_input=True, confirmation_prompt=True)
    return password
