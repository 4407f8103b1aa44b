"""What an execution is recorded on: our row, a host's row, or a plain object."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Protocol

from watchbell.executions.recording.endings import Ending
from watchbell.executions.recording.words import StatusWords


class Target(Protocol):
    """One contract for all kinds: each verb says whether it took effect.

    A finished execution takes no start, no second end, no progress and no replaced logs; only
    appending to its logs is possible. Of several that end the same execution one wins.
    """

    @property
    def label(self) -> str:
        """What log lines call it."""

    @property
    def words(self) -> StatusWords: ...

    @property
    def known_finished(self) -> bool:
        """Whether the object at hand says it has finished; the database is not asked."""

    def start(self) -> bool: ...

    def finish(self, ending: Ending) -> bool: ...

    def write_logs(self, text: str, *, append: bool) -> bool: ...

    def set_progress(self, percent: float, message: str) -> bool: ...

    def after_commit(self, act: Callable[[], None]) -> None:
        """Calls `act` as soon as others can see what was recorded."""


def target_for(execution: Any) -> Target:
    """The kind is known without importing Django: what is not loaded cannot have instances."""
    if _is_a(execution, "watchbell.executions.models", "Execution"):
        from watchbell.executions.recording.own_row import OwnRow

        return OwnRow(execution)
    if _is_a(execution, "django.db.models", "Model"):
        from watchbell.executions.recording.host_row import HostRow

        return HostRow(execution)
    from watchbell.executions.recording.plain_object import PlainObject

    return PlainObject(execution)


def _is_a(execution: object, module: str, name: str) -> bool:
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(execution, kind)
