"""The marks by which a process can be told to belong to an execution, whoever its parent is now."""

from __future__ import annotations

import os

from watchbell.launcher.tree import read_file

_MARKS = (b"EXECUTION_ID=", b"WATCHBELL_RUN=")
_TAG_BITS = 20


def first_tag() -> int:
    """A random number below 2^61 with room for a million runs; "unlimited" is far away."""
    return (int.from_bytes(os.urandom(5), "little") | 1 << 40) << _TAG_BITS


def read_tag(pid: int) -> int:
    """The tag that `spawn.set_tag` gave to the first ancestor; 0 where there is none."""
    for line in read_file(f"/proc/{pid}/limits").split(b"\n"):
        if line.startswith(b"Max file locks"):
            value = line.split()[3]
            return int(value) if value.isdigit() else 0
    return 0


def marked_ids(pid: int) -> set[str]:
    """The executions that its environment, as it was when it started, names."""
    environ = read_file(f"/proc/{pid}/environ", 4 * 1024 * 1024).split(b"\0")
    return {os.fsdecode(entry.partition(b"=")[2]) for entry in environ if entry.startswith(_MARKS)}
