"""A target that does not answer now: how long to wait, what to show, and when to give up."""

from __future__ import annotations

import time
from typing import Any

from watchbell.conf import get_settings
from watchbell.errors import ExecutionError
from watchbell.executors.remote import TargetUnavailable

_FIRST, _LONGEST, _LONGEST_ASKED = 1.0, 30.0, 300.0  # seconds
_GIVE_UP_AFTER = 24 * 3600.0
GIVE_UP_AFTER_FORCE = 30.0
"""Seconds that what was told to end with force has for it."""


class Trouble:
    """Waits 1 s, then twice as long each time, at most 30 s, or as long as the target asks for."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._end_asked_at: float | None = None
        self._wait = _FIRST
        self._is_told = self._is_end_told = False
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

    def left_for_end(self) -> float:
        """Seconds that the target has left to answer once the run shall end; the first call begins them.

        As long as it would have after an answer: the grace, and what follows force.
        """
        now = time.monotonic()
        if self._end_asked_at is None:
            self._end_asked_at = now
        return self._end_asked_at + get_settings().stop_grace + GIVE_UP_AFTER_FORCE - now

    def news(self, error: TargetUnavailable) -> str:
        """What the log shall say of `error`: once, however often it is met."""
        was_told, self._is_told = self._is_told, True
        return "" if was_told else _trying_again(error)

    def news_of_end(self) -> str:
        """What the log shall say when the target answers after `news`; once."""
        if not self._is_told or self._is_end_told:
            return ""
        self._is_end_told = True
        return ExecutionError("target_answers_again").message(get_settings().language)

    def shown(self, error: TargetUnavailable) -> dict[str, Any]:
        """What the progress of the execution says meanwhile."""
        self.was_shown = True
        return {"progress": None, "message": _trying_again(error)}

    def is_over(self) -> None:
        self._since, self._end_asked_at, self._wait = None, None, _FIRST
        self._is_told = self._is_end_told = self.was_shown = False


def _trying_again(error: TargetUnavailable) -> str:
    language = get_settings().language
    return ExecutionError("target_tried_again", problem=error.message(language)).message(language)
