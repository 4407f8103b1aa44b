"""Every process of this machine, by its command line."""

from __future__ import annotations

import os
from pathlib import Path


def commands(part: str) -> list[str]:
    """The command lines of living processes that contain `part`."""
    return [command_line(pid) for pid in pids(part)]


def pids(part: str) -> list[int]:
    """The living processes whose command line contains `part`."""
    return [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and part in command_line(int(pid))]


def command_line(pid: int) -> str:
    return _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace")


def environment(pid: int) -> str:
    return _read(pid, "environ").decode(errors="replace")


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it has ended
        return b""
