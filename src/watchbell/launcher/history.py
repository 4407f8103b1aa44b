"""The journal with what it says: opened, put in order, and kept small."""

from __future__ import annotations

import os
from time import time
from typing import TYPE_CHECKING

from watchbell.launcher.journal import LARGE, Journal
from watchbell.launcher.protocol import encode
from watchbell.launcher.recovery import Memory, boot_id
from watchbell.launcher.tree import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from watchbell.launcher.family import Family


class History:
    """Opening it ends what an earlier launcher left (at most 5 s). Raises OSError (disk full)."""

    def __init__(self, path: str | PurePath, family: Family) -> None:
        memory = Memory(path)
        memory.settle()
        self.known = memory.known
        self.unacknowledged = memory.unacknowledged
        self.launcher = read_file("/proc/sys/kernel/random/uuid").decode().strip()
        self.boot = boot_id()
        self.journal = Journal(path)
        self._family = family
        self._compact_at = 0
        self.keep_small()

    def keep_small(self) -> None:
        """Rewrite the journal once it has grown large; only after a flush. Raises OSError."""
        if self.journal.size >= self._compact_at:
            # Two thirds of it may still be needed: then it must be allowed to grow before the next time.
            self._compact_at = max(LARGE, self.journal.size * 2)
            self.journal.rewrite(self._lines())
            self._compact_at = max(LARGE, self.journal.size * 2)

    def _lines(self) -> Iterator[bytes]:
        yield encode(
            {"op": "launcher", "launcher": self.launcher, "boot": self.boot, "pid": os.getpid(), "at": time()}
        )
        for text in self.known.dump():
            yield encode({"op": "known", "ids": text})
        for tag in self._family.forget_kept():
            yield encode({"op": "kept", "tag": tag})
        for run in self._family.by_id.values():
            if run.chosen_at:
                yield run.start_record()
            if run.pid:
                yield run.pid_record()
        yield from self.unacknowledged.values()
