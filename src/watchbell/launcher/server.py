"""The launcher's unix socket and everybody who is connected to it."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

from watchbell.launcher.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import PurePath

    from watchbell.launcher.loop import Loop
    from watchbell.launcher.protocol import Message

_CREDENTIALS = struct.Struct("3i")
_LOOK_AFTER = 2.0  # seconds without any client


class Server:
    """Accepts the user it runs as, and root. `greet()` is the first line a client gets.

    `unreachable()` is called when no client is left and the socket has been removed.
    """

    def __init__(
        self,
        loop: Loop,
        path: str | PurePath,
        greet: Callable[[], bytes],
        received: Callable[[Connection, list[Message]], None],
        unreachable: Callable[[], None],
    ) -> None:
        self.clients: list[Connection] = []
        self._loop = loop
        self._greet = greet
        self._received = received
        self._unreachable = unreachable
        self._path = str(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        _bind(self._socket, self._path)
        self._socket.setblocking(False)
        self._socket.listen(64)
        loop.watch(self._socket.fileno(), self._on_client)

    def _on_client(self, mask: int) -> None:
        try:
            peer, _ = self._socket.accept()
        except OSError:
            return
        credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        if _CREDENTIALS.unpack(credentials)[1] not in (0, os.getuid()):
            peer.close()
            return
        client = Connection(self._loop, peer, self._received, self._on_leave)
        self.clients.append(client)
        client.greet(self._greet())

    def _on_leave(self, client: Connection) -> None:
        self.clients.remove(client)
        if not self.clients:
            self._loop.call_later(_LOOK_AFTER, self._look)

    def _look(self) -> None:
        # Somebody who is done with a data folder removes it, and nobody could ever reach this launcher again.
        if not self.clients and not os.path.exists(self._path):
            self._unreachable()

    def send(self, data: bytes) -> None:
        """To everybody."""
        for client in tuple(self.clients):
            client.send(data)

    def close(self) -> None:
        """No new client; the path is gone at once, so that nobody takes this launcher for a living one."""
        with suppress(FileNotFoundError):
            os.unlink(self._path)
        self._loop.forget(self._socket.fileno())
        self._socket.close()


def _bind(server: socket.socket, path: str) -> None:
    # A socket address holds 108 bytes (unix(7)); by way of an open directory the real path may be longer.
    folder = os.open(os.path.dirname(path), os.O_PATH | os.O_DIRECTORY)
    name = os.path.basename(path)
    try:
        if os.path.exists(path):
            os.unlink(path)
        mask = os.umask(0o177)
        try:
            server.bind(f"/proc/self/fd/{folder}/{name}")
        finally:
            os.umask(mask)
    finally:
        os.close(folder)
