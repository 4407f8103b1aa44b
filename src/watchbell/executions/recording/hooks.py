"""Functions that are told what is recorded, on any kind of object."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Literal

Event = Literal["started", "progressed", "finished"]
Hook = Callable[[Event, Any], None]

_hooks: list[Hook] = []


def add_hook(hook: Hook) -> Callable[[], None]:
    _hooks.append(hook)
    return lambda: _hooks.remove(hook)


def call_hooks(event: Event, execution: Any) -> None:
    """One failing hook keeps neither the others nor the recording from going on."""
    for hook in tuple(_hooks):
        try:
            hook(event, execution)
        except Exception:
            logging.getLogger("watchbell.execution").exception("A hook failed on %s.", event)
