"""`watchbell pipeline`: checking a definition, looking at the steps, deciding, going on after a failure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare, system_user
from watchbell.cli.words import language, say

if TYPE_CHECKING:
    from watchbell.executions.models import Execution

_comment = click.option("-m", "--comment", default="", help=say("Why.", "理由。"))
_step = click.argument("step", default="")


@click.group(help=say("Check, follow and continue pipelines.", "检查、查看和继续流水线。"))
def pipeline_command() -> None:
    pass


@pipeline_command.command(
    "check",
    help=say(
        "Tell everything that is wrong with the pipelines in FILE (YAML or JSON); saves nothing.",
        "指出 FILE（YAML 或 JSON）中各流水线的所有问题，不保存任何内容。",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@data_dir_option
def check_command(file: Path, as_json: bool) -> None:
    prepare()
    from watchbell.errors import InvalidInput
    from watchbell.pipelines.reading_files import check_file

    found = check_file(file.read_text())
    if found.problems:
        raise InvalidInput(found.problems)
    many, steps = found.pipelines, found.steps
    if as_json:
        echo_json({"ok": True, "pipeline_count": many, "step_count": steps})
    elif many > 1:
        told = f"{many} pipelines, {steps} steps, nothing wrong."
        click.echo(say(told, f"{many} 条流水线，{steps} 个步骤，没有问题。"))
    else:
        click.echo(say(f"{steps} steps, nothing wrong.", f"{steps} 个步骤，没有问题。"))


@pipeline_command.command("steps", help=say("List the steps of an execution.", "列出一次执行的步骤。"))
@click.argument("execution_id")
@json_option
@data_dir_option
def steps_command(execution_id: str, as_json: bool) -> None:
    prepare()
    from watchbell.api.executions import find_execution
    from watchbell.api.pipeline_schema import step_item
    from watchbell.pipelines.steps import steps_of_execution

    pipeline = find_execution(execution_id)
    _, views = steps_of_execution(pipeline)
    steps = [step_item(view, pipeline, language()) for view in views]
    if as_json:
        echo_json([step.model_dump(mode="json") for step in steps])
        return
    for step in steps:
        detail = step.reason or ", ".join(step.waiting_for)
        click.echo(f"{step.status:<10} {step.key}" + (f"  ({detail})" if detail else ""))


@pipeline_command.command(
    "resume",
    help=say(
        "Go on with a pipeline that failed: steps that succeeded are taken over.",
        "继续失败的流水线：已成功的步骤直接沿用。",
    ),
)
@click.argument("execution_id")
@json_option
@data_dir_option
def resume_command(execution_id: str, as_json: bool) -> None:
    prepare()
    from watchbell.pipelines.resume import resume

    _tell(resume(execution_id, system_user()), as_json)


@pipeline_command.command("approve", help=say("Approve a step that waits.", "批准等待中的步骤。"))
@click.argument("execution_id")
@_step
@_comment
@json_option
@data_dir_option
def approve_command(execution_id: str, step: str, comment: str, as_json: bool) -> None:
    _decide(execution_id, step, comment, as_json, approved=True)


@pipeline_command.command(
    "reject", help=say("Reject a step that waits: it fails.", "拒绝等待中的步骤，使其失败。")
)
@click.argument("execution_id")
@_step
@_comment
@json_option
@data_dir_option
def reject_command(execution_id: str, step: str, comment: str, as_json: bool) -> None:
    _decide(execution_id, step, comment, as_json, approved=False)


def _decide(execution_id: str, step: str, comment: str, as_json: bool, *, approved: bool) -> None:
    prepare()
    from watchbell.pipelines.approvals import decide

    _tell(decide(execution_id, step, approved, system_user(), comment), as_json)


def _tell(row: Execution, as_json: bool) -> None:
    told = {"execution_id": row.execution_id, "status": row.status}
    echo_json(told) if as_json else click.echo(row.execution_id)
