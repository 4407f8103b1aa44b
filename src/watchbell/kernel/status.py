"""The one vocabulary of statuses and the only moves between them."""

from __future__ import annotations

from enum import StrEnum
from functools import cache


class Status(StrEnum):
    """How an execution stands. `lost` means: nobody can know how it ended."""

    PENDING = "pending"
    RUNNING = "running"
    SUCCESS = "success"
    FAILED = "failed"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    LOST = "lost"


_S = Status
MOVES: dict[Status, frozenset[Status]] = {
    _S.PENDING: frozenset({_S.RUNNING, _S.CANCELLED, _S.SKIPPED, _S.FAILED, _S.LOST}),
    _S.RUNNING: frozenset({_S.SUCCESS, _S.FAILED, _S.TIMEOUT, _S.CANCELLED, _S.LOST}),
    _S.SUCCESS: frozenset(),
    _S.FAILED: frozenset(),
    _S.TIMEOUT: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.SKIPPED: frozenset(),
    _S.LOST: frozenset(),
}
TERMINAL = frozenset(status for status, targets in MOVES.items() if not targets)
ACTIVE = frozenset(Status) - TERMINAL


def can_move(current: Status | str, target: Status | str) -> bool:
    return Status(target) in MOVES[Status(current)]


@cache
def sources(target: Status | str) -> frozenset[Status]:
    """The statuses from which `target` may be reached."""
    return frozenset(status for status, targets in MOVES.items() if Status(target) in targets)
