"""The range that was cut out of the middle of a log that reached its limit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Gap(NamedTuple):
    """Bytes [start, end) are gone; offsets after them stay true. Empty when start equals end."""

    start: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.start

    def holds(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def kept(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """The parts of [start, stop) that still exist."""
        if not self.size:
            parts = [(start, stop)]
        else:
            parts = [(start, min(stop, self.start)), (max(start, self.end), stop)]
        return ((first, last) for first, last in parts if first < last)


NO_GAP = Gap(0, 0)


def read_gap(path: Path, size: int) -> Gap:
    """The gap file {"from", "to"} of a log of `size` bytes; one that is missing or damaged is no gap."""
    try:
        content = json.loads(path.read_bytes())
        gap = Gap(int(content["from"]), min(int(content["to"]), size))
    except (OSError, ValueError, KeyError, TypeError):
        return NO_GAP
    return gap if 0 <= gap.start < gap.end else NO_GAP
