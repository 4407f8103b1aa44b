"""Watchbell: schedule scripts, run them, and see every execution in one history and one log.

The names below may be imported before Django is set up, and without Django.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["ExecutionContext", "ExecutionLogger", "Status", "__version__"]

if TYPE_CHECKING:
    from watchbell.executions.recorder import ExecutionContext, ExecutionLogger
    from watchbell.kernel.status import Status

_HOMES = {
    "ExecutionLogger": "watchbell.executions.recorder",
    "ExecutionContext": "watchbell.executions.recorder",
    "Status": "watchbell.kernel.status",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'watchbell' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
