"""From a frozen description to what the launcher starts: arguments, environment, directory."""

from __future__ import annotations

import json
import os
import pwd
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from watchbell.conf import get_settings
from watchbell.errors import WatchbellError
from watchbell.executors import get_executor
from watchbell.executors.base import ExecutionSpec, ProcessExecutor, RunContext

# The kernel refuses a single variable of 128 KiB, its name included (E2BIG).
_LARGEST_VARIABLE = 100_000


@dataclass(frozen=True)
class Command:
    """What the launcher is told to run; `files` are removed when it has ended."""

    argv: list[str]
    env: dict[str, str]
    cwd: str
    files: tuple[Path, ...] = ()


def build(spec: ExecutionSpec, context: RunContext) -> Command:
    """The command of one execution. Raises ExecutionError where it cannot be run."""
    executor = get_executor(spec.executor)
    assert isinstance(executor, ProcessExecutor)
    if executor.uses_folder:
        context.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    argv = executor.argv(spec, context)
    parameters, files = _parameters(context)
    env = {
        **base_environment(),
        **executor.env(spec, context),
        "TASK_NAME": spec.name,
        **spec.env,
        **_identity(spec, context),
        **parameters,
    }
    cwd = os.path.join(context.data_dir, spec.config.get("cwd") or ".")  # noqa: PTH118 - for each start
    return Command(argv, env, os.path.normpath(cwd), files)


@cache
def base_environment() -> dict[str, str]:
    """The little every program gets. Nothing of the server's own environment is passed on."""
    user = pwd.getpwuid(os.getuid())
    return {
        "PATH": get_settings().program_path,
        "HOME": user.pw_dir,
        "USER": user.pw_name,
        "LOGNAME": user.pw_name,
        "SHELL": "/bin/sh",
        "LC_CTYPE": "C.UTF-8",  # text is UTF-8; all of LANG would have each program read twelve files
        "TMPDIR": "/tmp",  # noqa: S108 - the system's own default, stated
    }


def _identity(spec: ExecutionSpec, context: RunContext) -> Mapping[str, str]:
    identity = {
        "TASK_ID": context.task_id,
        "TASK_LOG": os.path.join(context.data_dir, spec.log) if spec.log else "",  # noqa: PTH118
        "EXECUTION_ID": context.execution_id,
        "WATCHBELL_RUN": context.execution_id,
        "WATCHBELL_ATTEMPT": str(context.attempt),
        "WATCHBELL_RESULT_FILE": result_file(context.data_dir, context.execution_id),
    }
    if context.scheduled_for:
        identity["WATCHBELL_SCHEDULED_FOR"] = context.scheduled_for.isoformat()
    if context.page_context:
        page = context.page_context
        identity["PAGE_CONTEXT"] = page if isinstance(page, str) else json.dumps(page, ensure_ascii=False)
    return identity


def _parameters(context: RunContext) -> tuple[dict[str, str], tuple[Path, ...]]:
    """Parameters as JSON: in a variable where they fit, and in a file that holds them at any size."""
    if not context.parameters:
        return {"SCRIPT_PARAMETERS": "{}"}, ()
    text = json.dumps(context.parameters, ensure_ascii=False)
    file = parameter_file(context.data_dir, context.execution_id)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    env = {"SCRIPT_PARAMETERS_FILE": str(file)}
    if len(text.encode()) <= _LARGEST_VARIABLE:
        env["SCRIPT_PARAMETERS"] = text
    return env, (file,)


def parameter_file(data_dir: Path, execution_id: str) -> Path:
    return data_dir / "run" / "parameters" / f"{execution_id}.json"


def result_file(data_dir: Path, execution_id: str) -> str:
    """What a program may leave as its result; it makes this file itself, or does not."""
    return f"{results_folder(data_dir)}/{execution_id}.json"


@cache
def results_folder(data_dir: Path) -> str:
    folder = data_dir / "run" / "results"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(folder)


def explain(spec: ExecutionSpec, context: RunContext, return_code: int) -> tuple[str, WatchbellError] | None:
    """Reason and error that the executor gives for an exit code; None where the code says it all."""
    executor = get_executor(spec.executor)
    return executor.explain(spec, context, return_code) if isinstance(executor, ProcessExecutor) else None


def leaves_files(spec: ExecutionSpec, parameters: dict[str, Any]) -> bool:
    """Whether `build` makes anything that must be removed."""
    executor = get_executor(spec.executor)
    return bool(parameters) or (isinstance(executor, ProcessExecutor) and executor.uses_folder)


def remove_files(spec: ExecutionSpec, context: RunContext) -> None:
    """Removes what `build` made for one execution."""
    if context.parameters:
        parameter_file(context.data_dir, context.execution_id).unlink(missing_ok=True)
    executor = get_executor(spec.executor)
    if isinstance(executor, ProcessExecutor) and executor.uses_folder:
        shutil.rmtree(context.folder, ignore_errors=True)
