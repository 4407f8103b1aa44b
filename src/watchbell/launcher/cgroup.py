"""A cap on the number of processes by the kernel's own count, where this user may make control groups."""

from __future__ import annotations

import os

from watchbell.launcher.tree import read_file

_ROOT = "/sys/fs/cgroup"


class ProcessCap:
    """One control group for one run. `join` is called in the child before it becomes the program."""

    def __init__(self, path: str) -> None:
        self._path = path

    def join(self) -> None:
        _write(f"{self._path}/cgroup.procs", "0")

    def members(self) -> list[int]:
        return [int(pid) for pid in read_file(f"{self._path}/cgroup.procs").split()]

    def was_hit(self) -> bool:
        """Whether a fork was refused."""
        words = read_file(f"{self._path}/pids.events").split()
        return b"max" in words and int(words[words.index(b"max") + 1]) > 0

    def remove(self) -> None:
        try:
            os.rmdir(self._path)
        except OSError:
            return


def make(tag: int, most: int) -> ProcessCap | None:
    """A group for at most `most` tasks (processes and their threads); None where none can be made."""
    parent = _parent()
    path = f"{parent}/watchbell-{tag:x}"
    if parent is None:
        return None
    try:
        os.mkdir(path)
        _write(f"{path}/pids.max", str(most))
        return ProcessCap(path)
    except OSError:
        ProcessCap(path).remove()
        return None


def _parent() -> str | None:
    for line in read_file("/proc/self/cgroup").decode().splitlines():
        _, controllers, path = line.split(":", 2)
        if "pids" in controllers.split(","):
            return f"{_ROOT}/pids{path}".rstrip("/")
        if not controllers and os.path.exists(f"{_ROOT}/cgroup.controllers"):
            return f"{_ROOT}{path}".rstrip("/")
    return None


def _write(path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)
