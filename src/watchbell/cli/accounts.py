from __future__ import annotations

import sys

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare
from watchbell.cli.words import say


@click.group(help=say("Administrators.", "管理员。"))
def admin_command() -> None:
    pass


@admin_command.command("create", help=say("Create an administrator.", "创建管理员。"))
@click.option("--username", required=True)
@click.option(
    "--password-stdin", is_flag=True, help=say("Read it from standard input.", "从标准输入读取密码。")
)
@json_option
@data_dir_option
def create_admin(username: str, password_stdin: bool, as_json: bool) -> None:
    password = (
        sys.stdin.readline().rstrip("\n")
        if password_stdin
        else click.prompt(say("Password", "密码"), hide_input=True, confirmation_prompt=True)
    )
    prepare()
    from watchbell.access.admins import create_administrator

    create_administrator(username, password)
    if as_json:
        echo_json({"username": username})
    else:
        click.echo(say(f"Administrator {username} created.", f"已创建管理员 {username}。"))


@click.group(help=say("API keys.", "API 密钥。"))
def token_command() -> None:
    pass


@token_command.command("create", help=say("Print a new API key, once.", "生成并只显示一次新的 API 密钥。"))
@click.option("--username", required=True)
@click.option("--name", required=True)
@json_option
@data_dir_option
def create_token(username: str, name: str, as_json: bool) -> None:
    prepare()
    from django.contrib.auth import get_user_model

    from watchbell.access.keys import create_key
    from watchbell.errors import NotFound

    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NotFound("not_found", field="username", what="user", name=username)
    key = create_key(user, name)
    if as_json:
        echo_json({"key": key, "name": name})
    else:
        click.echo(key)
