from __future__ import annotations

import json
from typing import Any

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare, system_user
from watchbell.cli.words import language, say
from watchbell.errors import ConfigurationError


@click.command(help=say("Run a task.", "运行一个任务。"))
@click.argument("task_id")
@click.option(
    "-p", "--parameter", "given", multiple=True, metavar="NAME=VALUE", help=say("A parameter.", "参数。")
)
@click.option(
    "--wait",
    is_flag=True,
    help=say("Follow the log; exit as the program does.", "跟随日志，以程序的退出码退出。"),
)
@json_option
@data_dir_option
def run_command(task_id: str, given: tuple[str, ...], wait: bool, as_json: bool) -> None:
    prepare()
    from watchbell.cli.follow import exit_code, follow, with_engine
    from watchbell.executions import wakeup
    from watchbell.tasks.run_now import existing_task, run_now

    parameters = _parameters(given, existing_task(task_id).task_parameters)
    execution = run_now(task_id, parameters=parameters, trigger="cli", user=system_user())
    if not wait:
        told = {"execution_id": execution.execution_id, "task_id": task_id, "status": execution.status}
        echo_json(told) if as_json else click.echo(execution.execution_id)
        if not wakeup.send():
            click.echo(
                say("No server is running: it starts when one does.", "服务未运行，将在其启动后执行。"),
                err=True,
            )
        return
    try:
        with with_engine():
            finished = follow(execution.execution_id, quiet=as_json)
    except KeyboardInterrupt:
        click.echo(say("The execution goes on: ", "执行仍在继续：") + execution.execution_id, err=True)
        raise SystemExit(130) from None
    if as_json:
        from watchbell.api.execution_schema import detailed
        from watchbell.api.execution_zones import with_zones

        shown = detailed(finished, language())
        with_zones([shown])
        echo_json(shown.model_dump(mode="json"))
    raise SystemExit(exit_code(finished))


def _parameters(given: tuple[str, ...], schema: dict[str, Any] | None) -> dict[str, Any]:
    properties = (schema or {}).get("properties", {})
    parameters = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise ConfigurationError("parameter_form", field="-p", given=pair)
        parameters[name] = _typed(value, properties.get(name, {}))
    return parameters


def _typed(value: str, schema: dict[str, Any]) -> Any:
    """What is typed on a command line is text; the schema says where it means something else."""
    if schema.get("type") in (None, "string"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
