"""What starts and ends of steps mean for their pipelines, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from watchbell.executions.models import Execution
from watchbell.executions.signals import executions_finished, executions_started
from watchbell.executors import registry
from watchbell.kernel.status import Status
from watchbell.pipelines import uses
from watchbell.pipelines.board import STEP, key_of
from watchbell.pipelines.executor import PLUGIN
from watchbell.pipelines.log import end_line, say, write_lines


def connect() -> None:
    """Makes `pipeline` a kind of task, and follows the steps of pipelines from now on."""
    registry.add("pipeline", PLUGIN)
    uses.connect()
    executions_started.connect(_note_starts, dispatch_uid="watchbell.pipelines.starts")
    executions_finished.connect(_carry_on, dispatch_uid="watchbell.pipelines.ends")


def _note_starts(executions: list[Execution], **_: Any) -> None:
    steps = [row for row in executions if row.kind == STEP and row.parent_id and row.runner != "approval"]
    _write((row, say("started", key=key_of(row.origin))) for row in steps)


def _carry_on(executions: list[Execution], **_: Any) -> None:
    # A step that was skipped was decided by its pipeline, which knows.
    steps = [row for row in executions if row.kind == STEP and row.parent_id and row.status != Status.SKIPPED]
    if not steps:
        return
    _write((row, end_line(row)) for row in steps)
    from watchbell.pipelines.advance import carry_on

    # In one order for everybody, so that two who end steps of the same pipelines do not wait for each other.
    carry_on({parent: {} for parent in sorted({row.parent_id for row in steps if row.parent_id})})


def _write(lines: Iterable[tuple[Execution, str]]) -> None:
    by_pipeline: dict[str, list[str]] = {}
    for row, line in lines:
        by_pipeline.setdefault(row.parent_id or "", []).append(line)
    for pipeline_id, texts in by_pipeline.items():
        write_lines(pipeline_id, texts)
