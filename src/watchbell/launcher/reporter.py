"""Writes the end of a run down before it tells anyone, and tells it until somebody acknowledges it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchbell.launcher.notes import note
from watchbell.launcher.outcomes import empty_outcome
from watchbell.launcher.protocol import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from watchbell.launcher.history import History
    from watchbell.launcher.protocol import Message


class Reporter:
    """Events of one turn go out together, after one sync for all the ends among them."""

    def __init__(self, history: History, send: Callable[[bytes], None]) -> None:
        self.healthy = True
        self._unacknowledged = history.unacknowledged
        self._journal = history.journal
        self._known = history.known
        self._send = send
        self._events: list[bytes] = []
        self._ends: list[tuple[str, bytes]] = []

    def tell(self, message: Message) -> None:
        self._events.append(encode(message))

    def finished(self, outcome: Message) -> None:
        line = encode({"event": "finished", **outcome})
        self._journal.add(line)
        self._ends.append((outcome["id"], line))

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
        """End of a turn. False where the disk took nothing: the ends wait, and a later flush reports them."""
        self.healthy = self._write(durable=bool(self._ends))
        if self.healthy and self._ends:
            self._unacknowledged.update(self._ends)
            self._events.extend(line for _, line in self._ends)
            self._ends.clear()
        if self._events:
            self._send(b"".join(self._events))
            self._events.clear()
        return self.healthy

    def write_ahead(self) -> bool:
        """Bring what must be known before a program starts into the journal."""
        self.healthy = self._write(durable=False)
        return self.healthy

    def _write(self, durable: bool) -> bool:
        try:
            self._journal.flush(durable)
            return True
        except OSError as error:
            if self.healthy:
                note(f"the journal cannot be written: {error}")
            return False

    def is_known(self, name: str) -> str | None:
        """How far an id that is not running has come: "finished", "acknowledged", or None."""
        if name in self._unacknowledged or any(name == ended for ended, _ in self._ends):
            return "finished"
        return "acknowledged" if name in self._known else None
