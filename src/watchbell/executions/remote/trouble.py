"""A target that does not answer now: how long to wait, what to show, and when to give up."""

from __future__ import annotations

import time
from typing import Any

from watchbell.conf import get_settings
from watchbell.executors.remote import TargetUnavailable

_FIRST, _LONGEST, _LONGEST_ASKED = 1.0, 30.0, 300.0  # seconds
_GIVE_UP_AFTER = 24 * 3600.0


class Trouble:
    """Waits 1 s, then twice as long each time, at most 30 s, or as long as the target asks for."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._wait = _FIRST
        self.was_shown = False

    def wait(self, error: TargetUnavailable) -> float:
        """Seconds until the next try."""
        if self._since is None:
            self._since = time.monotonic()
        wait, self._wait = self._wait, min(self._wait * 2, _LONGEST)
        return max(wait, min(float(error.values.get("retry_after") or 0), _LONGEST_ASKED))

    @property
    def is_there(self) -> bool:
        return self._since is not None

    @property
    def is_hopeless(self) -> bool:
        return self._since is not None and time.monotonic() - self._since > _GIVE_UP_AFTER

    def shown(self, error: TargetUnavailable) -> dict[str, Any]:
        """What the progress of the execution says meanwhile."""
        self.was_shown = True
        return {"progress": None, "message": error.message(get_settings().language)}

    def is_over(self) -> None:
        self._since, self._wait, self.was_shown = None, _FIRST, False
