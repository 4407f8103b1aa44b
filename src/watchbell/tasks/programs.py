"""Whether the program and the log of a task are where they may be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from watchbell.conf import data_path
from watchbell.errors import ConfigurationError
from watchbell.executors import get_executor, registry
from watchbell.executors.paths import below, wrong_place

_OWN_LOGS = ("sys.log", "launcher.log", "executions")


def check_program(task_type: str, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
    """What is wrong with the type, the program and the options of a task."""
    try:
        executor = get_executor(task_type)
    except ConfigurationError as error:
        return [error]
    errors = executor.check(program, config)
    if program and executor.program_is_file:
        errors += wrong_place(program)
    return errors


def check_parameter_use(
    task_type: str, config: dict[str, Any], schema: dict[str, Any]
) -> list[ConfigurationError]:
    """What is wrong with how the options of a task use its run-time parameters."""
    executor = registry.get(task_type)
    return executor.check_parameters(config, schema) if executor else []


def check_log(log: str, task_id: str) -> Iterator[ConfigurationError]:
    """What is wrong with `task_log`."""
    if ".." in PurePosixPath(log).parts:
        yield ConfigurationError("path_goes_up", field="task_log", path=log)
        return
    inside = below(data_path(log), data_path("logs"))
    if not log or not inside:
        yield ConfigurationError("log_outside", field="task_log", path=log, task_id=task_id)
    elif inside[0] in _OWN_LOGS:
        yield ConfigurationError("log_taken", field="task_log", path=log)
