"""Where the program and the log of a task may be.

Paths are compared by their components after symbolic links are resolved (security 21); a prefix of
the text would accept a sibling directory.
"""

from __future__ import annotations

from collections.abc import Iterator
from os.path import realpath
from pathlib import Path, PurePosixPath
from typing import Any

from watchbell.conf import data_path, get_settings
from watchbell.errors import ConfigurationError
from watchbell.executors import get_executor

_OWN_LOGS = ("sys.log", "launcher.log", "executions")


def check_program(task_type: str, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
    """What is wrong with the type, the program and the options of a task."""
    try:
        executor = get_executor(task_type)
    except ConfigurationError as error:
        return [error]
    errors = executor.check(program, config)
    if program and executor.program_is_file:
        errors += _wrong_place(program)
    return errors


def program_file(program: str) -> Path:
    """The file of a program. Raises ConfigurationError where it is outside the allowed folders.

    The runner asks again right before the start: a link may have been changed since the save.
    """
    for error in _wrong_place(program):
        raise error
    return data_path(program).resolve()


def check_log(log: str, task_id: str) -> Iterator[ConfigurationError]:
    """What is wrong with `task_log`."""
    if ".." in PurePosixPath(log).parts:
        yield ConfigurationError("path_goes_up", field="task_log", path=log)
        return
    inside = _inside(data_path(log), data_path("logs"))
    if not log or not inside:
        yield ConfigurationError("log_outside", field="task_log", path=log, task_id=task_id)
    elif inside[0] in _OWN_LOGS:
        yield ConfigurationError("log_taken", field="task_log", path=log)


def _wrong_place(program: str) -> list[ConfigurationError]:
    if ".." in PurePosixPath(program).parts:
        return [ConfigurationError("path_goes_up", field="task_exec", path=program)]
    absolute = PurePosixPath(program).is_absolute()
    roots = [data_path("tasks") if absolute else data_path(), *get_settings().roots]
    if not any(_inside(data_path(program), root) for root in roots):
        return [ConfigurationError("program_outside", field="task_exec", path=program)]
    return []


def _inside(path: Path, root: Path) -> tuple[str, ...]:
    """The components of `path` below `root`; none where it is not below."""
    try:
        true_path, true_root = PurePosixPath(realpath(path)), PurePosixPath(realpath(root))
    except (OSError, ValueError):  # a NUL, a name that is too long
        return ()
    return true_path.relative_to(true_root).parts if true_path.is_relative_to(true_root) else ()
