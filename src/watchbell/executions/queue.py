"""The way from a pending execution to a launcher.

The row is the truth; `wake` only says that there is something to look at. It reaches the
dispatcher of this process directly, and one in another process through its wake-up socket.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from watchbell.executions import wakeup


class Dispatching(Protocol):
    """What this process's own dispatcher understands."""

    def wake(self) -> None: ...
    def stop_execution(self, execution_id: str) -> None: ...
    def watch_log(self, execution_id: str, on: bool) -> None: ...


_dispatcher: Dispatching | None = None


def attach(dispatcher: Dispatching) -> Callable[[], None]:
    """Makes `dispatcher` the one of this process; the returned function ends that."""
    global _dispatcher
    _dispatcher = dispatcher
    return detach


def detach() -> None:
    global _dispatcher
    _dispatcher = None


def wake() -> None:
    """There are executions to start, or to stop."""
    if _dispatcher:
        _dispatcher.wake()
    else:
        wakeup.send()


def stop_execution(execution_id: str) -> None:
    """The row asks for a stop (`cancel_requested`): see to it now."""
    if _dispatcher:
        _dispatcher.stop_execution(execution_id)
    else:
        wakeup.send()


def watch_log(execution_id: str, on: bool) -> None:
    """Whether somebody is looking at the log of a running execution."""
    if _dispatcher:
        _dispatcher.watch_log(execution_id, on)
