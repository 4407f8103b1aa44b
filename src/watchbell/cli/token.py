from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare
from watchbell.cli.words import say

if TYPE_CHECKING:
    from watchbell.access.models import ApiKey

_STATES = {
    "valid": ("valid", "有效"),
    "revoked": ("revoked", "已撤销"),
    "expired": ("expired", "已过期"),
    "user_inactive": ("user switched off", "用户已停用"),
}


@click.group(help=say("API keys, and the keys of page buttons.", "API 密钥与页面按钮的密钥。"))
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


@token_command.command(
    "list",
    help=say(
        "List the keys, newest first; never the keys themselves.", "列出密钥（新的在前），不显示密钥本身。"
    ),
)
@click.option("--username", help=say("Only those of this user.", "只列出该用户的。"))
@json_option
@data_dir_option
def list_tokens(username: str | None, as_json: bool) -> None:
    prepare()
    from watchbell.access.models import ApiKey

    keys = ApiKey.objects.select_related("user").order_by("-pk")
    shown = list(keys if username is None else keys.filter(user__username=username))
    if as_json:
        echo_json([_as_json(key) for key in shown])
        return
    for key in shown:
        click.echo("  ".join(_columns(key)))


@token_command.command(
    "revoke",
    help=say(
        "Revoke KEY, at once and for good: its start (wbk_…, as `list` shows it) or its name.",
        "立即并永久撤销 KEY：填写其开头（wbk_…，见 `list`）或名称。",
    ),
)
@click.argument("key", metavar="KEY")
@click.option("--username", help=say("The user whose key it is.", "密钥所属的用户。"))
@json_option
@data_dir_option
def revoke_token(key: str, username: str | None, as_json: bool) -> None:
    prepare()
    from watchbell.access.keys import find_key, revoke_key

    found = find_key(key, username)
    if found.revoked_at is None:
        revoke_key(found)
    if as_json:
        echo_json(_as_json(found))
    else:
        click.echo(
            say(f"{found.prefix}… ({found.name}) is revoked.", f"{found.prefix}…（{found.name}）已撤销。")
        )


def _as_json(key: ApiKey) -> dict[str, Any]:
    from watchbell.access.keys import state_of

    times = {name: getattr(key, name) for name in ("created_at", "expires_at", "last_used_at", "revoked_at")}
    return {
        "id": key.pk,
        "prefix": key.prefix,
        "name": key.name,
        "user": key.user.get_username(),
        "kind": "button" if key.scope else "api",
        "state": state_of(key),
        **{name: when.isoformat() if when else None for name, when in times.items()},
    }


def _columns(key: ApiKey) -> list[str]:
    from watchbell.access.keys import state_of

    used = f"{key.last_used_at.astimezone():%Y-%m-%d %H:%M}" if key.last_used_at else say("never", "从未")
    kind = [say("button key", "按钮密钥")] if key.scope else []
    state = say(*_STATES[state_of(key)])
    return [
        f"{key.prefix}…",
        key.user.get_username(),
        key.name,
        *kind,
        state,
        say("last used ", "最近使用 ") + used,
    ]
