"""Where programs may be: below the data directory, or below the folders an administrator names.

Paths are compared by their components after symbolic links are resolved (security 21); a prefix of
the text would accept a sibling directory.
"""

from __future__ import annotations

from os.path import realpath
from pathlib import Path, PurePosixPath

from watchbell.conf import data_path, get_settings
from watchbell.errors import ConfigurationError, ExecutionError


def program_file(program: str, root: str = "") -> Path:
    """The file of a program, asked for right before the start: a link may have changed since the save.

    Raises ConfigurationError where it is outside the allowed folders, ExecutionError where there is none.
    """
    for error in wrong_place(program, root):
        raise error
    path = data_path(program)
    if not path.is_file():
        raise ExecutionError("missing_file", path=str(path))
    return path


def wrong_place(program: str, root: str = "") -> list[ConfigurationError]:
    """What is wrong with where a program is said to be."""
    if ".." in PurePosixPath(program).parts:
        return [ConfigurationError("path_goes_up", field="task_exec", path=program)]
    if not program.isprintable():  # a line end, a mark that turns the direction of writing
        return [ConfigurationError("path_not_printable", field="task_exec", path=ascii(program)[1:-1])]
    roots = [data_path("tasks"), *get_settings().roots, *([Path(root)] if root else [])]
    if not any(below(data_path(program), root) for root in roots):
        return [ConfigurationError("program_outside", field="task_exec", path=program)]
    return []


def below(path: Path, root: Path) -> tuple[str, ...]:
    """The components of `path` below `root`; none where it is not below."""
    try:
        true_path, true_root = PurePosixPath(realpath(path)), PurePosixPath(realpath(root))
    except (OSError, ValueError):  # a NUL, a name that is too long
        return ()
    return true_path.relative_to(true_root).parts if true_path.is_relative_to(true_root) else ()
