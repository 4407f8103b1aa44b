"""Starts the launcher: `main(DATA_DIR)` in a new process of its own session (see client.py)."""

from __future__ import annotations

import fcntl
import os
import sys

from watchbell.launcher import protocol
from watchbell.launcher.guard import guard
from watchbell.launcher.launcher import Launcher
from watchbell.launcher.syscalls import become_subreaper


def main(data_dir: str) -> None:
    """Never returns. Exits at once, with 0, where another launcher works in this folder."""
    folder = os.path.abspath(data_dir)
    os.makedirs(os.path.join(folder, "run"), mode=0o700, exist_ok=True)
    if not _lock(os.path.join(folder, protocol.LOCK)):
        sys.exit(0)
    os.chdir("/")
    become_subreaper()
    guarded, guarding = os.pipe()
    launcher = os.fork()
    if launcher:
        os.close(guarded)
        sys.exit(guard(launcher, os.path.join(folder, protocol.JOURNAL)))
    os.close(guarding)
    become_subreaper()
    Launcher(folder, guarded).run()


def _lock(path: str) -> bool:
    # Guard and launcher both hold it (one open file, inherited), programs do not (it is closed on exec): it
    # is free only when neither lives, and until then no second launcher can start anything.
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
