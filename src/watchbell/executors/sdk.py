"""Libraries of other systems, imported where they are used, and by one thread at a time.

Two threads that import two modules of one library for the first time, each needing the other, make
Python refuse one of them ("deadlock detected").
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from threading import RLock
from typing import Any

from watchbell.errors import ExecutionError

_lock = RLock()


def sdk(library: str, *modules: str, missing: str) -> Any:
    """The package `library`, with its `modules` imported. Raises ExecutionError `missing` without it."""
    with _lock:
        try:
            return _load(library, modules)
        except ModuleNotFoundError as error:
            raise ExecutionError(missing) from error


@cache
def _load(library: str, modules: tuple[str, ...]) -> Any:
    package = import_module(library)
    for module in modules:
        import_module(f"{library}.{module}")
    return package
