"""One client of the launcher."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from watchbell.launcher.loop import READABLE, WRITABLE
from watchbell.launcher.protocol import LONGEST_BACKLOG, READ_SIZE, Lines, ProtocolError

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchbell.launcher.loop import Loop
    from watchbell.launcher.protocol import Message


class Connection:
    """Never waits for its client: what that does not read is kept up to a bound, then it is disconnected."""

    def __init__(
        self,
        loop: Loop,
        peer: socket.socket,
        received: Callable[[Connection, list[Message]], None],
        closed: Callable[[Connection], None],
    ) -> None:
        self.watched: set[str] = set()
        self._loop = loop
        self._peer = peer
        self._received = received
        self._closed = closed
        self._lines = Lines()
        self._backlog = bytearray()
        self._bound = LONGEST_BACKLOG
        self.open = True
        peer.setblocking(False)
        loop.watch(peer.fileno(), self._on_event)

    def greet(self, data: bytes) -> None:
        """The first line, which may be as long as it must be: without it a client could never catch up."""
        self._bound += len(data)
        self.send(data)

    def send(self, data: bytes) -> None:
        if not self.open:
            return
        sent = 0 if self._backlog else self._send(data)
        if sent < len(data) and self.open:
            if not self._backlog:
                self._loop.change(self._peer.fileno(), READABLE | WRITABLE)
            self._backlog += data[sent:]
            if len(self._backlog) > self._bound:
                self.close()

    def _send(self, data: bytes | bytearray) -> int:
        try:
            return self._peer.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            self.close()
            return 0

    def _on_event(self, mask: int) -> None:
        if mask & WRITABLE and self._backlog:
            del self._backlog[: self._send(self._backlog)]
            if self.open and not self._backlog:
                self._loop.change(self._peer.fileno(), READABLE)
        if self.open and mask & ~WRITABLE:
            self._receive()

    def _receive(self) -> None:
        try:
            data = self._peer.recv(READ_SIZE)
            messages = self._lines.feed(data)
        except BlockingIOError:
            return
        except (OSError, ProtocolError):
            self.close()
            return
        if messages:
            self._received(self, messages)
        if not data:
            self.close()

    def close(self) -> None:
        if self.open:
            self.open = False
            self._loop.forget(self._peer.fileno())
            self._peer.close()
            self._closed(self)
