"""Writes the end of a run down before it tells anyone, and tells it until somebody acknowledges it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchbell.launcher.notes import note
from watchbell.launcher.outcomes import empty_outcome
from watchbell.launcher.protocol import encode
from watchbell.launcher.syncer import Syncer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from watchbell.launcher.history import History
    from watchbell.launcher.loop import Loop
    from watchbell.launcher.protocol import Message


class Reporter:
    """Events of one turn go out together; ends wait for a sync, which all that gathered meanwhile share."""

    def __init__(self, history: History, loop: Loop, send: Callable[[bytes], None]) -> None:
        self.healthy = True
        self._unacknowledged = history.unacknowledged
        self._journal = history.journal
        self._known = history.known
        self._send = send
        self._events: list[bytes] = []
        self._ends: dict[str, bytes] = {}  # written or about to be
        self._syncing: dict[str, bytes] = {}  # written, and on their way to the disk
        self._syncer = Syncer(loop, self._synced)

    @property
    def pending(self) -> bool:
        """Whether there are ends that nobody has been told."""
        return bool(self._ends or self._syncing)

    def untold(self) -> list[str]:
        """Ids that have ended, but of whose end nobody may hear yet: for clients they are still running."""
        return [*self._syncing, *self._ends]

    def tell(self, message: Message) -> None:
        self._events.append(encode(message))

    def finished(self, outcome: Message) -> None:
        line = encode({"event": "finished", **outcome})
        self._journal.add(line)
        self._ends[outcome["id"]] = line

    def acknowledge(self, ids: Iterable[str]) -> None:
        mine = [name for name in ids if self._unacknowledged.pop(name, None)]
        if mine:
            for name in mine:
                self._known.add(name)
            self._journal.add(encode({"op": "ack", "ids": mine}))

    def refused(self, name: str, detail: str) -> None:
        """A start that is no RunSpec."""
        error = {"code": "invalid_value", "field": "start", "detail": detail}
        self.finished(empty_outcome(name, "spawn", error))

    def flush(self) -> bool:
        """End of a turn. False where the disk takes nothing: then the ends wait for a later flush."""
        written = self.write_ahead()
        if written and self._ends and not self._syncer.busy:
            self._syncing, self._ends = self._ends, {}
            self._syncer.begin(self._journal.fd)
        if self._events:
            self._send(b"".join(self._events))
            self._events.clear()
        return written

    def _synced(self, error: OSError | None) -> None:
        if error is None:
            self._unacknowledged.update(self._syncing)
            self._events.extend(self._syncing.values())
        else:
            self._complain(error)
            self._ends = {**self._syncing, **self._ends}
        self._syncing = {}

    def write_ahead(self) -> bool:
        """Bring what must be known before a program starts into the journal."""
        try:
            self._journal.flush()
            self.healthy = True
        except OSError as error:
            self._complain(error)
        return self.healthy

    def _complain(self, error: OSError) -> None:
        if self.healthy:
            note(f"the journal cannot be written: {error}")
        self.healthy = False

    def is_known(self, name: str) -> str | None:
        """How far an id that is not running has come: "finished", "acknowledged", or None."""
        if name in self._unacknowledged or name in self._ends or name in self._syncing:
            return "finished"
        return "acknowledged" if name in self._known else None
