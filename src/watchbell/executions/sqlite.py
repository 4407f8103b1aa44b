"""SQLite in a host that has left its settings as Django has them.

A transaction that reads before it writes is refused there as soon as another one writes meanwhile.
One that takes the lock first waits for its turn. The host's own transactions stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

_MODE = "IMMEDIATE"
_WAIT = 20  # seconds


@contextmanager
def writes_wait_their_turn() -> Iterator[None]:
    """Within it, the transactions of this thread take the lock first."""
    if connection.vendor != "sqlite" or _is_set() or connection.in_atomic_block:
        yield
        return
    own: Any = connection  # the attribute is of SQLite's backend alone
    own.ensure_connection()  # connecting sets the mode anew
    before, own.transaction_mode = own.transaction_mode, _MODE
    try:
        yield
    finally:
        own.transaction_mode = before


def let_all_writes_wait_their_turn() -> None:
    """For a process of ours: all its connections, those of other threads too."""
    options = connections[DEFAULT_DB_ALIAS].settings_dict.setdefault("OPTIONS", {})
    if connection.vendor == "sqlite" and not _is_set():
        options["transaction_mode"] = _MODE
        options.setdefault("timeout", _WAIT)
        connection.close()


def _is_set() -> bool:
    return bool(connection.settings_dict.get("OPTIONS", {}).get("transaction_mode"))
