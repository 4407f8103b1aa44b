"""What commands share: `--data-dir`, `--json`, and setting up."""

from __future__ import annotations

import json
import os
import pwd
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from watchbell.cli.words import say

F = TypeVar("F", bound=Callable[..., Any])


def _use_data_dir(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["WATCHBELL_DATA_DIR"] = str(Path(value).absolute())


def data_dir_option(command: F) -> F:
    return click.option(
        "--data-dir",
        type=click.Path(file_okay=False),
        expose_value=False,
        is_eager=True,
        callback=_use_data_dir,
        help=say("Where everything is kept (WATCHBELL_DATA_DIR).", "数据目录（WATCHBELL_DATA_DIR）。"),
    )(command)


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help=say("Print JSON.", "以 JSON 输出。"))(command)


def echo_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def release_launcher() -> None:
    """Ends the launcher that a command has started for itself: when it runs nothing and no server uses it."""
    from watchbell.conf import get_settings
    from watchbell.executions import wakeup
    from watchbell.launcher.client import LauncherClient

    if wakeup.send():
        return
    client = LauncherClient(get_settings().data_dir, lambda events: None)
    try:
        client.wait_connected(1.0)
        client.shut_down(1.0)
    finally:
        client.close()


def system_user() -> str:
    """Who calls the command, as the machine knows them."""
    return pwd.getpwuid(os.getuid()).pw_name


def prepare(*, console_log: bool = False) -> None:
    """Sets the data directory, the log, Django and the database up."""
    from watchbell.server.boot import boot

    boot(console_log=console_log)
