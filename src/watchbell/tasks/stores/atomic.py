"""Files that are whole at every instant, whatever is killed when (fault 27)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from watchbell.errors import SystemFailure
from watchbell.kernel.found import system_words

LOCK_TIMEOUT = 30.0


def write_atomically(path: Path, content: bytes) -> None:
    """Replaces the file at `path`, durably, or leaves it as it was.

    Mode 0600, or that of the file replaced. A symbolic link is followed, not replaced. Raises
    SystemFailure where the file cannot be written (full disk, no permission).
    """
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_through(draft, content, _mode(target))
        draft.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise SystemFailure("file_unwritable", path=str(path), **system_words(error).details()) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock at `path` against threads and processes. Raises SystemFailure after 30 s."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A lock object of its own: one shared between threads would let the second in.
        with FileLock(path, timeout=LOCK_TIMEOUT, thread_local=False, is_singleton=False):
            yield
    except Timeout as error:
        raise SystemFailure("store_busy", seconds=round(LOCK_TIMEOUT)) from error


def sweep(folder: Path, name: str) -> None:
    """Removes drafts of the file `name` that killed writers left behind. Call it with the lock held."""
    for draft in folder.glob(f".{name}.*.tmp"):
        draft.unlink(missing_ok=True)


def _write_through(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _mode(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    return 0o600


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
