"""The variables of a program that runs elsewhere: what it is told, without what only means something here."""

from __future__ import annotations

import json

from watchbell.executors.base import ExecutionSpec, RunContext

LARGEST_VARIABLE = 100_000
"""Bytes of parameters that fit into a variable; the kernel refuses one of 128 KiB, its name included."""


def remote_environment(spec: ExecutionSpec, context: RunContext) -> dict[str, str]:
    """The variables of the task, and those each program gets. Parameters that are too large are left out."""
    page = context.page_context
    told = {
        "TASK_ID": context.task_id,
        "TASK_NAME": spec.name,
        "EXECUTION_ID": context.execution_id,
        "WATCHBELL_ATTEMPT": str(context.attempt),
        "PAGE_CONTEXT": page if isinstance(page, str) else json.dumps(page, ensure_ascii=False),
    }
    if context.scheduled_for:
        told["WATCHBELL_SCHEDULED_FOR"] = context.scheduled_for.isoformat()
    parameters = parameters_text(context)
    if len(parameters.encode()) <= LARGEST_VARIABLE:
        told["SCRIPT_PARAMETERS"] = parameters
    return {**spec.env, **told}


def parameters_text(context: RunContext) -> str:
    """The parameters as JSON."""
    return json.dumps(context.parameters, ensure_ascii=False)
