"""The slow way to start a program: a fork that sets its limits before it becomes the program."""

from __future__ import annotations

import errno
import os
import resource
import signal
from typing import TYPE_CHECKING

from watchbell.launcher.run import MEBIBYTE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchbell.launcher.run import Run

_SPARE_PROCESSES = 64


def fork_and_exec(
    run: Run, path: str, null: int, out: int, err: int, ignored: Iterable[signal.Signals]
) -> int:
    """The pid, once the program runs. Raises OSError with what stopped it in the child, and ValueError."""
    _check_strings(run)
    limits = rlimits(run)
    told, tell = os.pipe()
    try:
        pid = os.fork()
        if not pid:
            _become(run, path, (null, out, err), tell, limits, ignored)
    finally:
        os.close(tell)
        problem = _read_and_close(told)
    if problem:
        os.waitpid(pid, 0)
        number = int(problem)
        raise OSError(number, os.strerror(number), path)
    return pid


def _read_and_close(fd: int) -> bytes:
    try:
        return os.read(fd, 16)
    finally:
        os.close(fd)


def _become(
    run: Run,
    path: str,
    streams: tuple[int, int, int],
    tell: int,
    limits: list[tuple[int, int, int]],
    ignored: Iterable[signal.Signals],
) -> None:
    try:
        os.setsid()
        if run.cap:
            run.cap.join()
        for number in ignored:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        for target, source in enumerate(streams):
            os.dup2(source, target)
        for name, soft, hard in limits:
            resource.setrlimit(name, (soft, hard))
        os.execve(path, run.argv, run.env)  # noqa: S606 - no shell is the point
    except OSError as error:
        os.write(tell, str(error.errno).encode())
    except ValueError:  # setrlimit: above the hard limit of this user
        os.write(tell, str(errno.EPERM).encode())
    finally:
        os._exit(127)


def rlimits(run: Run) -> list[tuple[int, int, int]]:
    """(resource, soft, hard) for each limit of the run that the kernel can hold for one process."""
    found = []
    if seconds := run.limits.get("cpu_seconds"):
        # A second between the two, so that it dies by SIGXCPU, which says why.
        found.append((resource.RLIMIT_CPU, max(1, round(seconds)), max(1, round(seconds)) + 1))
    if megabytes := run.limits.get("file_size_mb"):
        size = int(megabytes * MEBIBYTE)
        found.append((resource.RLIMIT_FSIZE, size, size))
    if megabytes := run.limits.get("memory_mb"):
        # The polled limit is the true one (it counts the tree); this catches what is faster than the poll.
        size = int(2 * megabytes * MEBIBYTE)
        found.append((resource.RLIMIT_DATA, size, size))
    if (count := run.limits.get("processes")) and not run.cap and os.getuid():
        # The kernel counts everything this user runs, so what runs already must be allowed for.
        most = int(count) + _SPARE_PROCESSES + _tasks_of_user(os.getuid())
        found.append((resource.RLIMIT_NPROC, most, most))
    return [(name, _below(name, soft), _below(name, hard)) for name, soft, hard in found]


def _below(name: int, value: int) -> int:
    hard = resource.getrlimit(name)[1]
    return value if hard == resource.RLIM_INFINITY else min(value, hard)


def _tasks_of_user(user: int) -> int:
    total = 0
    for name in os.listdir("/proc"):
        try:
            if name.isdecimal() and os.stat(f"/proc/{name}").st_uid == user:
                total += len(os.listdir(f"/proc/{name}/task"))
        except OSError:
            continue
    return total


def _check_strings(run: Run) -> None:
    strings = [*run.argv, *run.env, *run.env.values()]
    if any("\0" in text for text in strings):
        raise ValueError("embedded null byte")
