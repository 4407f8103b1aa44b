"""The system calls that Python's standard library does not offer."""

from __future__ import annotations

import ctypes
import os

_PR_SET_CHILD_SUBREAPER = 36
_KEEP_SIZE = 1
_PUNCH_HOLE = 2

_libc = ctypes.CDLL(None, use_errno=True)


def become_subreaper() -> None:
    """Orphaned descendants of this process become its children (prctl(2)). Raises OSError."""
    if _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        _fail()


def punch_hole(fd: int, start: int, length: int) -> None:
    """Give the blocks of a byte range back to the file system; the file keeps its size (fallocate(2)).

    Raises OSError (EOPNOTSUPP) on file systems without holes.
    """
    mode = ctypes.c_int(_KEEP_SIZE | _PUNCH_HOLE)
    if _libc.fallocate(ctypes.c_int(fd), mode, ctypes.c_int64(start), ctypes.c_int64(length)):
        _fail()


def _fail() -> None:
    number = ctypes.get_errno()
    raise OSError(number, os.strerror(number))
