"""Says why a program could not be started: the kernel gives one error number for several mistakes."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from watchbell.launcher.spawn import find_program

if TYPE_CHECKING:
    from watchbell.launcher.protocol import Message
    from watchbell.launcher.run import Run

_NO_PROGRAM = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG}
_NO_RESOURCES = {errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.ENOSPC}


def diagnose(run: Run, error: OSError | ValueError) -> Message:
    """The error of the outcome: {"code", **values} of messages/launch.py."""
    if not isinstance(error, OSError):
        return _invalid(run, str(error))
    if not os.path.isdir(run.cwd):
        return {"code": "missing_cwd", "path": run.cwd}
    path = find_program(run.argv[0], run.env)
    if error.errno == errno.E2BIG:
        return {"code": "argument_too_long", "path": path}
    if error.errno in _NO_RESOURCES:
        return {"code": "no_resources", "detail": os.strerror(error.errno)}
    full = os.path.join(run.cwd, path)
    if not os.path.exists(full) or "/" not in path:
        return {"code": "missing_file", "path": path}
    return _look_inside(path, full, error)


def _look_inside(path: str, full: str, error: OSError) -> Message:
    if os.path.isdir(full) or not os.access(full, os.X_OK):
        return {"code": "not_executable", "path": path}
    first = _first_line(full)
    if error.errno == errno.ENOEXEC and not first.startswith(b"#!"):
        return {"code": "bad_shebang", "path": path}
    if first.startswith(b"#!"):
        return _bad_interpreter(path, first)
    if error.errno in _NO_PROGRAM:
        return {"code": "missing_interpreter", "path": path, "interpreter": "ld.so"}
    return {"code": "cannot_start", "path": path, "detail": error.strerror or str(error)}


def _bad_interpreter(path: str, first: bytes) -> Message:
    if first.endswith(b"\r"):
        return {"code": "windows_line_ends", "path": path}
    words = os.fsdecode(first[2:]).split(maxsplit=1)
    if not words:
        return {"code": "bad_shebang", "path": path}
    if not os.path.exists(words[0]):
        return {"code": "missing_interpreter", "path": path, "interpreter": words[0]}
    return {"code": "not_executable", "path": words[0]}


def _first_line(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.readline(4096).rstrip(b"\n")
    except OSError:
        return b""


def _invalid(run: Run, detail: str) -> Message:
    fields: dict[str, list[str]] = {
        "argv": run.argv,
        "env": [*run.env, *run.env.values()],
        "cwd": [run.cwd],
    }
    wrong = [name for name, texts in fields.items() if any("\0" in text for text in texts)]
    if not wrong and any("=" in name for name in run.env):
        wrong = ["env"]
    return {"code": "invalid_value", "field": wrong[0] if wrong else "argv", "detail": detail}
