"""What the attributes of the seed become; the same for a host's row and a plain object."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from watchbell.executions.recording.endings import Ending
from watchbell.executions.recording.text import as_text, joined
from watchbell.executions.recording.words import StatusWords
from watchbell.kernel.status import TERMINAL, Status


class Unless(Enum):
    """What keeps a change from taking effect."""

    STARTED = auto()
    FINISHED = auto()
    NOTHING = auto()


@dataclass
class Changes:
    """Attributes to set, and texts to add to the end of what is there."""

    values: dict[str, Any] = field(default_factory=dict)
    appended: dict[str, str] = field(default_factory=dict)

    def only(self, exists: Callable[[str], bool]) -> Changes:
        return Changes(
            {name: value for name, value in self.values.items() if exists(name)},
            {name: text for name, text in self.appended.items() if exists(name)},
        )


class FieldTarget(ABC):
    """The verbs of `Target` as changes of attributes; who inherits says how those are applied."""

    words: StatusWords

    def start(self) -> bool:
        changes = Changes({"status": self.words.write(Status.RUNNING), "started_at": self._now()})
        return self._apply(changes, Unless.STARTED)

    def finish(self, ending: Ending) -> bool:
        changes = Changes({"status": self.words.write(ending.status), "completed_at": self._now()})
        _add_output(changes, ending)
        return self._apply(changes, Unless.FINISHED)

    def write_logs(self, text: str, *, append: bool) -> bool:
        if not self._exists("logs"):
            return False
        if append:
            return self._apply(Changes(appended={"logs": text}), Unless.NOTHING)
        return self._apply(Changes({"logs": text}), Unless.FINISHED)

    def set_progress(self, percent: float, message: str) -> bool:
        changes = Changes({"progress": percent, "progress_message": message})
        return self._exists("progress") and self._apply(changes, Unless.FINISHED)

    @abstractmethod
    def _now(self) -> datetime: ...

    @abstractmethod
    def _exists(self, name: str) -> bool: ...

    @abstractmethod
    def _apply(self, changes: Changes, unless: Unless) -> bool: ...


def standing(execution: object, words: StatusWords) -> Status:
    """How an object stands by its status, or where it has none by its times.

    Running without a start time has not started: hosts write so before they hand over.
    """
    started = getattr(execution, "started_at", True) is not None
    if not hasattr(execution, "status"):
        ended = getattr(execution, "completed_at", None) is not None
        return Status.SUCCESS if ended else Status.PENDING
    status = words.read(getattr(execution, "status", None))
    return Status.PENDING if status is Status.RUNNING and not started else status


def keeps_out(status: Status, unless: Unless) -> bool:
    """Whether an object that stands at `status` refuses a change."""
    if unless is Unless.NOTHING:
        return False
    return status in TERMINAL or (unless is Unless.STARTED and status is Status.RUNNING)


def _add_output(changes: Changes, ending: Ending) -> None:
    output = ending.output
    stdout, stderr = as_text(output.stdout), as_text(output.stderr)
    if output.stdout is not None:
        changes.values["stdout"] = stdout
    if output.stderr is not None:
        changes.values["stderr"] = joined(stderr, ending.error)
    elif ending.error:
        changes.appended["stderr"] = ending.error
    if output.return_code is not None:
        changes.values["return_code"] = output.return_code
    merged = joined(stdout, stderr, ending.error, ending.note)
    if merged:
        changes.appended["logs"] = merged
