"""What a script is given and how it is run (seed 003).

The environment: `SCRIPT_PARAMETERS`, `PAGE_CONTEXT`, `SCRIPT_NAME`, `EXECUTION_ID`, and ours beside
them. The JSON that ends its standard output is its result (`executions/result.py`).
"""

from __future__ import annotations

import os
from typing import Any

from watchbell.executors.base import ExecutionSpec
from watchbell.scripts.models import Script

DEFAULT_TIMEOUT = 540.0
"""Seconds a script may take where it has no timeout of its own (seed 003: nine minutes)."""

NO_PAGE = "api"
"""`PAGE_CONTEXT` where no page asked (seed 003)."""


def script_path(script: Script) -> str:
    """The absolute path of its file."""
    return os.path.join(script.folder.path, script.script_path)  # noqa: PTH118 - as text, for the spec


def script_spec(script: Script) -> ExecutionSpec:
    """The frozen description of one run of `script`; its folder is the one place the program may be in."""
    program = script_path(script)
    config: dict[str, Any] = {"cwd": os.path.dirname(program)}  # noqa: PTH120
    if arguments := _arguments(script.parameters_schema):
        config["parameter_arguments"] = arguments
    return ExecutionSpec(
        executor="python",
        program=program,
        root=script.folder.path,
        name=script.name,
        config=config,
        env={"SCRIPT_NAME": script.name, "PAGE_CONTEXT": NO_PAGE},
        timeout=script.timeout or DEFAULT_TIMEOUT,
        result="stdout",
    )


def _arguments(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """How parameters become command line arguments, for a script that reads those (argparse)."""
    properties = schema.get("properties", {})
    return [
        {"name": name, **part["x-argument"]}
        for name, part in properties.items()
        if isinstance(part, dict) and isinstance(part.get("x-argument"), dict)
    ]
