"""What /proc says about processes: who descends from whom, and a way to signal exactly the one meant."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


class Process:
    """One line of /proc/<pid>/stat. Its identity is (pid, start): a pid alone may be somebody else's soon."""

    __slots__ = ("cpu", "parent", "pid", "session", "start", "state")

    def __init__(self, pid: int, fields: list[bytes]) -> None:
        self.pid = pid
        self.state = fields[0]
        self.parent = int(fields[1])
        self.session = int(fields[3])
        # user and system time of itself and of the children it has waited for
        self.cpu = (int(fields[11]) + int(fields[12]) + int(fields[13]) + int(fields[14])) / CLOCK_TICKS
        self.start = int(fields[19])

    @property
    def alive(self) -> bool:
        return self.state not in b"ZX"


def read_file(path: str, limit: int = 65536) -> bytes:
    """The first bytes of a small file; empty where it cannot be read (the process has ended, say)."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except OSError:
        return b""
    try:
        return os.read(fd, limit)
    except OSError:
        return b""
    finally:
        os.close(fd)


def look(pid: int) -> Process | None:
    stat = read_file(f"/proc/{pid}/stat", 4096)
    # The name in parentheses may hold anything, also parentheses and blanks.
    return Process(pid, stat[stat.rindex(b")") + 2 :].split()) if stat else None


def everything() -> dict[int, Process]:
    found = (look(int(name)) for name in os.listdir("/proc") if name.isdecimal())
    return {process.pid: process for process in found if process}


def descendants(roots: Iterable[int], processes: dict[int, Process]) -> dict[int, Process]:
    """The roots that exist and everything below them."""
    children: dict[int, list[int]] = {}
    for process in processes.values():
        children.setdefault(process.parent, []).append(process.pid)
    found: dict[int, Process] = {}
    waiting = [pid for pid in roots if pid in processes]
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found[pid] = processes[pid]
            waiting.extend(children.get(pid, ()))
    return found


def children_of(pid: int) -> list[int]:
    """Children by /proc/<pid>/task/*/children: quick, but one may be missed while others end (proc(5))."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    found = b"".join(_read_all(f"/proc/{pid}/task/{thread}/children") for thread in threads)
    return [int(child) for child in found.split()]


def _read_all(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError:
        return b""


def send(process: Process, number: int) -> bool:
    """Signal this very process, never a later owner of its pid. False where it has ended or is not ours."""
    try:
        fd = os.pidfd_open(process.pid)
    except OSError:
        return False
    try:
        now = look(process.pid)
        if now is None or now.start != process.start:
            return False
        signal.pidfd_send_signal(fd, number)
        return True
    except OSError:
        return False
    finally:
        os.close(fd)
