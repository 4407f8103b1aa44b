"""Real sockets for the tests of whatever sends requests."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    stream: Callable[[Callable[[bytes], None]], None] | None = None  # writes the body piece by piece


Handle = Callable[[Seen], Reply]


class Server:
    """An HTTP server on 127.0.0.1 that answers what `handle` says and remembers what it was asked."""

    def __init__(self, handle: Handle, host: str = "127.0.0.1", *, certificate: Path | None = None) -> None:
        self.seen: list[Seen] = []
        self.open = 0  # answers that are being written piece by piece
        self.handle = handle
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def anything(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                seen = Seen(self.command, self.path, dict(self.headers.items()), self.rfile.read(size))
                outer.seen.append(seen)
                outer._answer(self, seen)

            def log_message(self, *_: Any) -> None:
                pass

        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
            setattr(Handler, f"do_{method}", Handler.anything)

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 100

            def handle_error(self, *_: Any) -> None:  # connections that the tests cut
                pass

        self._server = Quiet((host, 0), Handler)
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.url = f"http://{host}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler, seen: Seen) -> None:
        reply = self.handle(seen)
        handler.send_response(reply.status)
        length = (
            {"Transfer-Encoding": "chunked"} if reply.stream else {"Content-Length": str(len(reply.body))}
        )
        headers = {**length, **reply.headers}
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        if reply.stream:
            self.open += 1
            try:
                reply.stream(lambda data: _chunk(handler, data))
                _chunk(handler, b"")
            finally:
                self.open -= 1
        elif seen.method != "HEAD":
            handler.wfile.write(reply.body)


def _chunk(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
    handler.wfile.flush()


@contextmanager
def serving(handle: Handle) -> Iterator[Server]:
    server = Server(handle)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def raw(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a socket that says whatever `talk` sends, to one caller after another."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                talk(connection)

    threading.Thread(target=run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
