"""Starts programs: by posix_spawn, or by a fork where limits must be set before the program runs."""

from __future__ import annotations

import os
import resource
import signal
from typing import TYPE_CHECKING

from watchbell.launcher.spawn_limited import fork_and_exec

if TYPE_CHECKING:
    from watchbell.launcher.run import Run

# Obsolete since Linux 2.6 (getrlimit(2)), so its number is free to carry the tag of a run: it is inherited
# through fork, exec, setsid and an emptied environment, and everybody can read it in /proc/<pid>/limits.
RLIMIT_LOCKS = 10

_null = -1
_ignored: list[signal.Signals] = []
_files: tuple[int, int] | None = None  # (soft, hard) limit of open files, where ours is higher
_MOST_FILES = 65_536


def prepare() -> None:
    """Once per process, after its own signal handlers are set."""
    global _null, _files
    _null = os.open("/dev/null", os.O_RDWR)
    # Handlers do not survive exec, but "ignored" does, and Python ignores SIGPIPE and SIGXFSZ.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < min(hard, _MOST_FILES):
        _files = soft, hard
        _raise_files()
    _ignored.extend(number for number in signal.valid_signals() if _is_ignored(number))


def _raise_files() -> None:
    if _files is not None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(_files[1], _MOST_FILES), _files[1]))


def _is_ignored(number: signal.Signals | int) -> bool:
    return isinstance(number, signal.Signals) and signal.getsignal(number) is signal.SIG_IGN


def set_tag(tag: int) -> None:
    """Programs started from now on carry it. Raises OSError or ValueError where there is no such limit."""
    hard = resource.getrlimit(RLIMIT_LOCKS)[1]
    resource.setrlimit(RLIMIT_LOCKS, (tag, hard))


def find_program(name: str, env: dict[str, str]) -> str:
    """The path exec needs; like execvp(3), the program's own PATH is searched when the name has no slash."""
    if "/" in name:
        return name
    for folder in env.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(folder or ".", name)
        if os.access(path, os.X_OK) and not os.path.isdir(path):
            return path
    return name


def spawn(run: Run, out: int, err: int) -> int:
    """The pid of the new program, leader of its own session; the working directory must already be ours.

    Raises OSError and ValueError.
    """
    path = find_program(run.argv[0], run.env)
    if "/" not in path:
        raise FileNotFoundError(2, "not found in PATH", path)
    if _files is not None:  # programs get the limit we were given, not the one three files a run need
        resource.setrlimit(resource.RLIMIT_NOFILE, _files)
    try:
        return _start(run, path, out, err)
    finally:
        _raise_files()


def _start(run: Run, path: str, out: int, err: int) -> int:
    if run.limits.keys() - {"log_mb"}:
        return fork_and_exec(run, path, _null, out, err, _ignored)
    return os.posix_spawn(
        path,
        run.argv,
        run.env,
        file_actions=(
            (os.POSIX_SPAWN_DUP2, _null, 0),
            (os.POSIX_SPAWN_DUP2, out, 1),
            (os.POSIX_SPAWN_DUP2, err, 2),
        ),
        setsid=True,
        setsigmask=(),
        setsigdef=_ignored,
    )
