from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare, release_launcher
from watchbell.cli.words import language, say


@click.command(
    help=say(
        "Check that this installation can work, and that what its tasks need elsewhere answers.",
        "检查本安装是否可用，以及各任务在别处所需的系统是否有应答。",
    )
)
@click.option(
    "--executions",
    "tree",
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help=say(
        "Instead: find hand-written status bookkeeping in Python files, and the call that replaces it.",
        "改为检查 Python 文件：找出手写的执行状态记录，并给出替代的调用。",
    ),
)
@json_option
@data_dir_option
def check_command(tree: Path | None, as_json: bool) -> None:
    if tree is not None:
        from watchbell.cli.bookkeeping import report

        raise SystemExit(1 if report(tree, as_json) else 0)
    prepare()
    _warn()
    results = {name: _outcome(look) for name, look in _CHECKS.items()}
    if results["tasks"] is None:
        from watchbell.cli.check_targets import check_targets

        results |= check_targets(_outcome)
    if as_json:
        echo_json(results)
    else:
        for name, problem in results.items():
            click.echo(f"{'ok  ' if problem is None else 'FAIL'}  {name}{f': {problem}' if problem else ''}")
    release_launcher()
    raise SystemExit(1 if any(results.values()) else 0)


def _warn() -> None:
    """To standard error: what is doubtful does not keep an installation from working."""
    from watchbell.conf import doubts

    for doubt in doubts():
        hint = doubt.hint(language())
        text = doubt.message(language()) + (f" {hint}" if hint else "")
        click.echo(say("Warning: ", "警告：") + text, err=True)


def _outcome(look: Callable[[], Any]) -> str | None:
    from django.db import DatabaseError

    from watchbell.errors import WatchbellError
    from watchbell.server.database_trouble import explained

    try:
        look()
    except DatabaseError as error:
        return explained(error).message(language())
    except WatchbellError as error:
        return f"{error.field}: {error.message(language())}" if error.field else error.message(language())
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def _database() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check")
            answer = cursor.fetchone()[0]
            if answer != "ok":
                raise RuntimeError(answer)


def _tasks() -> None:
    from watchbell.conf import data_path
    from watchbell.tasks.loader import load_tasks
    from watchbell.tasks.store import get_store

    get_store().get_all_tasks()
    if (file := data_path("conf", "tasks.json")).exists():
        load_tasks(file)


def _web() -> None:
    from importlib.resources import files

    if not (files("watchbell") / "static/watchbell/index.html").is_file():
        raise RuntimeError(
            say("the web pages are not built: run `make setup`", "网页尚未构建：请运行 `make setup`")
        )


def _launcher() -> None:
    from watchbell.conf import get_settings
    from watchbell.launcher.client import LauncherClient

    client = LauncherClient(get_settings().data_dir, lambda events: None)
    try:
        client.ensure_running()
    finally:
        client.close()


_CHECKS: dict[str, Callable[[], Any]] = {
    "database": _database,
    "tasks": _tasks,
    "launcher": _launcher,
    "web": _web,
}
