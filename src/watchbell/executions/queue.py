"""The way from a pending execution to whoever runs it.

The row is the truth; `wake` only says that there is something to look at. It reaches the parts of
this process directly, and those of another process through its wake-up socket.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from watchbell.executions import wakeup


class Dispatching(Protocol):
    """What a part of this process that runs executions understands."""

    def wake(self) -> None: ...
    def stop_execution(self, execution_id: str) -> None: ...
    def watch_log(self, execution_id: str, on: bool) -> None: ...


_parts: list[Dispatching] = []


def attach(part: Dispatching) -> Callable[[], None]:
    """Makes `part` one of this process; the returned function ends that."""
    _parts.append(part)
    return lambda: _parts.remove(part)


def is_here() -> bool:
    """Whether executions are run by parts of this process, whose events are heard here."""
    return bool(_parts)


def wake() -> None:
    """There are executions to start, or to stop."""
    for part in tuple(_parts):
        part.wake()
    if not _parts:
        wakeup.send()


def stop_execution(execution_id: str) -> None:
    """The row asks for a stop (`cancel_requested`): see to it now."""
    for part in tuple(_parts):
        part.stop_execution(execution_id)
    if not _parts:
        wakeup.send()


def watch_log(execution_id: str, on: bool) -> None:
    """Whether somebody is looking at the log of a running execution."""
    for part in tuple(_parts):
        part.watch_log(execution_id, on)
