"""Folders of benchmarks lie apart on the disk.

Without a journal, ext4 passes over each inode that was freed in the last minutes when it makes a file
in the same block group: right after a run was cleaned up, making a file takes ten times as long.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

_GET_FLAGS, _SET_FLAGS = 0x8008_6601, 0x4008_6602  # FS_IOC_GETFLAGS and FS_IOC_SETFLAGS of linux/fs.h
_TOP_OF_HIERARCHY = 0x0002_0000  # FS_TOPDIR_FL, `chattr +T`: by its name, a folder below goes anywhere


def spread(folder: Path) -> None:
    """Has ext4 put each new folder in `folder` into a block group of its own."""
    with contextlib.suppress(OSError):
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            flags = bytearray(8)
            fcntl.ioctl(fd, _GET_FLAGS, flags)
            wanted = int.from_bytes(flags[:4], "little") | _TOP_OF_HIERARCHY
            fcntl.ioctl(fd, _SET_FLAGS, wanted.to_bytes(4, "little") + bytes(4))
        finally:
            os.close(fd)
