"""The server's side of the launcher: a thread that stays connected to it, and starts it if need be."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from watchbell.launcher import protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from watchbell.launcher.protocol import Message

_START = (
    "import sys; sys.path.append(sys.argv[1]); from watchbell.launcher.main import main; main(sys.argv[2])"
)
_SOURCE = str(Path(__file__).resolve().parents[2])
_log = logging.getLogger(__name__)
_RETRY_FIRST, _RETRY_MOST = 0.02, 1.0
_INHERITED = ("PATH", "TZ", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR")


def command(data_dir: Path) -> list[str]:
    """The launcher's argv: an interpreter that sees the standard library and this package only."""
    return [sys.executable, "-I", "-S", "-c", _START, _SOURCE, str(data_dir)]


class LauncherClient:
    """Connects by itself, again and again, until it is closed.

    `on_connect(hello)`, `on_events(events)` and `on_disconnect()` are called in the client's own thread, in
    order. What the launcher has not read when the connection breaks is lost: after `on_connect`, send every
    start again that is neither in hello["running"] nor in hello["finished"]; no id is started twice.
    """

    def __init__(
        self,
        data_dir: Path | str,
        on_events: Callable[[list[Message]], None],
        on_connect: Callable[[Message], None] | None = None,
        on_disconnect: Callable[[], None] | None = None,
    ) -> None:
        self.data_dir = Path(data_dir).absolute()
        self._on_events = on_events
        self._on_connect = on_connect or (lambda hello: None)
        self._on_disconnect = on_disconnect or (lambda: None)
        self._lock = threading.Lock()
        self._peer: socket.socket | None = None
        self._connected = threading.Event()
        self._closed = threading.Event()
        self._wanted = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._live, name="launcher-client", daemon=True)
        self._thread.start()

    @property
    def connected(self) -> bool:
        return self._connected.is_set()

    def ensure_running(self, timeout: float = 15.0) -> None:
        """Start a launcher whenever there is none, from now on. Waits for it; raises TimeoutError."""
        self._wanted.set()
        if not self._connected.wait(timeout):
            raise TimeoutError("the launcher does not answer")

    def send(self, messages: Iterable[Message]) -> bool:
        """Hand messages to the launcher in one write. False without a connection: nothing was sent."""
        data = b"".join(map(protocol.encode, messages))
        with self._lock:
            if self._peer is None:
                return False
            try:
                self._peer.sendall(data)
            except OSError:
                self._break()
                return False
        return True

    def wait_connected(self, timeout: float) -> bool:
        """Whether there is a launcher, which is not started for this."""
        return self._connected.wait(timeout)

    def shut_down(self, timeout: float = 5.0) -> bool:
        """Ask the launcher to end, and start no other. False where it still works: something runs."""
        self._wanted.clear()
        self.send([{"op": "shutdown"}])
        deadline = time.monotonic() + timeout
        while self.connected and time.monotonic() < deadline:
            time.sleep(_RETRY_FIRST)
        return not self.connected

    def close(self) -> None:
        """Disconnect. The launcher and its programs go on."""
        self._closed.set()
        with self._lock:
            self._break()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=2)

    def _break(self) -> None:
        if self._peer is not None:
            try:
                self._peer.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def _live(self) -> None:
        delay = _RETRY_FIRST
        while not self._closed.is_set():
            peer = self._connect()
            if peer is not None:
                with peer:
                    delay = _RETRY_FIRST if self._serve(peer) else _RETRY_MOST
            elif self._wanted.is_set():
                self._start()
            self._closed.wait(delay)
            delay = min(delay * 2, _RETRY_MOST)

    def _connect(self) -> socket.socket | None:
        peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            # By way of an open directory: a socket address holds only 108 bytes (unix(7)).
            folder = os.open(self.data_dir / "run", os.O_PATH | os.O_DIRECTORY)
            try:
                peer.connect(f"/proc/self/fd/{folder}/{os.path.basename(protocol.SOCKET)}")
            finally:
                os.close(folder)
        except OSError:
            peer.close()
            return None
        return peer

    def _serve(self, peer: socket.socket) -> bool:
        """Until the connection ends. False where a callback failed."""
        fine = True
        lines = protocol.Lines(longest=None)  # the greeting holds every end nobody has acknowledged
        greeted = False
        try:
            while data := peer.recv(protocol.READ_SIZE):
                events = lines.feed(data)
                if events and not greeted:
                    greeted = True
                    self._greet(peer, events.pop(0))
                if events:
                    self._on_events(events)
        except (OSError, protocol.ProtocolError):
            pass
        except Exception:
            # Events were lost on their way: the greeting of the next connection tells again all that matters.
            _log.exception("the launcher's events could not be handled")
            fine = False
        with self._lock:
            self._peer = None
        self._connected.clear()
        if greeted:
            self._on_disconnect()
        return fine

    def _greet(self, peer: socket.socket, hello: Message) -> None:
        with self._lock:
            self._peer = peer
        self._on_connect(hello)
        self._connected.set()

    def _start(self) -> None:
        if self._process is None or self._process.poll() is not None:
            try:
                self._spawn()
            except OSError as error:
                _log.error("the launcher cannot be started: %s", error)

    def _spawn(self) -> None:
        for folder in ("run", "logs"):
            (self.data_dir / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.data_dir / protocol.ERRORS, "ab", opener=_private) as errors:
            self._process = subprocess.Popen(
                command(self.data_dir),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env={name: os.environ[name] for name in _INHERITED if name in os.environ},
                cwd="/",
                start_new_session=True,
            )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
