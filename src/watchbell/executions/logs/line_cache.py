"""The `.lines` file: what was counted of a log, so that it is counted once."""

from __future__ import annotations

import os
import struct
from array import array
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import get_ident
from zlib import crc32

from watchbell.executions.logs.decode import Encoding

BLOCK = 256 * 1024
"""Bytes of the log per count."""

_HEADER = struct.Struct("<4sIQQI")
_MAGIC = b"WBL1"
_ENCODINGS: tuple[Encoding | None, ...] = (None, "utf-8", "gb18030")


@dataclass
class Counted:
    """Line ends per full block of the log that is file `inode`; `encoding` once it is decided for good."""

    inode: int
    counts: array[int] = field(default_factory=lambda: array("I"))
    ascii_until: int = 0
    encoding: Encoding | None = None


def load(path: Path, inode: int, log_size: int) -> Counted:
    """What was saved; nothing when it is missing, damaged, or of another file or a longer one."""
    try:
        content = path.read_bytes()
        magic, encoding, of_inode, ascii_until, check = _HEADER.unpack_from(content)
        counts: array[int] = array("I")
        counts.frombytes(content[_HEADER.size :])
        known = Counted(of_inode, counts, ascii_until, _ENCODINGS[encoding])
    except (OSError, ValueError, IndexError, struct.error):
        return Counted(inode)
    fits = of_inode == inode and len(counts) * BLOCK <= log_size
    if magic != _MAGIC or check != _check(content) or not fits:
        return Counted(inode)
    return known


def save(path: Path, counted: Counted) -> None:
    """Replaces the file as a whole, so that readers in other processes see one state or the other.

    Does nothing where it cannot be written: the cache only saves time.
    """
    encoding = _ENCODINGS.index(counted.encoding)
    content = bytearray(_HEADER.pack(_MAGIC, encoding, counted.inode, counted.ascii_until, 0))
    content += counted.counts.tobytes()
    content[_HEADER.size - 4 : _HEADER.size] = _check(bytes(content)).to_bytes(4, "little")
    draft = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}")
    try:
        draft.write_bytes(content)
        draft.chmod(0o600)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _check(content: bytes) -> int:
    return crc32(content[_HEADER.size :], crc32(content[: _HEADER.size - 4]))
