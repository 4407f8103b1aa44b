"""A datagram that says "look at the database": from any process to the engine of this machine.

Losing one costs time only: the parts of the engine also look by themselves, each second while something
runs or waits, and every five seconds otherwise.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchbell.conf import data_path

_NAME = "wake.sock"


def send() -> bool:
    """Wakes the engine that serves this data directory; False when there is none."""
    with contextlib.suppress(OSError), _address() as address, _socket() as sender:
        sender.setblocking(False)
        with contextlib.suppress(BlockingIOError):  # full of wake-ups not read yet: one more says no more
            sender.sendto(b"\n", address)
        return True
    return False


def is_heard() -> bool:
    """Whether an engine serves this data directory from this machine; it is not woken by the question."""
    with contextlib.suppress(OSError), _address() as address, _socket() as sender:
        sender.connect(address)
        return True
    return False


class WakeupListener:
    """Calls `wake` for each datagram, from a thread of its own."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._socket = _socket()
        data_path("run").mkdir(mode=0o700, parents=True, exist_ok=True)
        data_path("run", _NAME).unlink(missing_ok=True)
        with _address() as address:
            self._socket.bind(address)
        data_path("run", _NAME).chmod(0o600)
        threading.Thread(target=self._listen, name="wakeup", daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while self._socket.recv(64):
                self._wake()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def _socket() -> socket.socket:
    return socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)


@contextlib.contextmanager
def _address() -> Iterator[str]:
    # A socket's path has room for 107 bytes; through the open folder any path fits.
    folder = os.open(data_path("run"), os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield str(Path(f"/proc/self/fd/{folder}") / _NAME)
    finally:
        os.close(folder)
