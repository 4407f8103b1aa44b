"""A small target for what runs elsewhere: runs programs on request, keeps their output, tells how they end.

It goes on while Watchbell is killed, notes every real start, and can be told to misbehave.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

_MOST = 256 * 1024


class Target:
    """`fault` is what each request meets: "503", "403", "silent" (done, not answered), "hangs"."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.runs: dict[str, subprocess.Popen[bytes]] = {}
        self.starts: Counter[str] = Counter()
        self.fault = ""
        self.ignores_term = False
        self.delay = 0.0  # seconds between doing what was asked and answering
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.target = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.fault = ""
        self._server.shutdown()
        self._server.server_close()
        for name in list(self.runs):
            self.stop(name, signal.SIGKILL)

    def start(self, name: str, argv: list[str], env: dict[str, str]) -> None:
        """Like a container engine or Kubernetes, it takes a name once."""
        with self._lock:
            if name in self.runs:
                return
            self.starts[name] += 1
            out, err = ((self._folder / f"{name}.{part}").open("wb") for part in ("out", "err"))
            with out, err:
                self.runs[name] = subprocess.Popen(
                    argv, env={**os.environ, **env}, stdout=out, stderr=err, start_new_session=True
                )

    def look(self, name: str, out: int, err: int) -> dict[str, Any] | None:
        process = self.runs.get(name)
        if process is None:
            return None
        code = process.poll()  # before the output is read: nothing is written after the end
        pieces = {part: self._read(name, part, at) for part, at in (("out", out), ("err", err))}
        more = any(len(piece) == _MOST for piece in pieces.values())
        coded = {part: base64.b64encode(piece).decode() for part, piece in pieces.items()}
        return {**coded, "code": code, "more": more}

    def stop(self, name: str, number: int) -> None:
        process = self.runs.get(name)
        if process and process.poll() is None and not (number == signal.SIGTERM and self.ignores_term):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        if process and number == signal.SIGKILL:
            process.wait()

    def alive(self) -> list[str]:
        return [name for name, process in self.runs.items() if process.poll() is None]

    def forget(self, name: str) -> None:
        """As if somebody had removed it on the target."""
        self.stop(name, signal.SIGKILL)
        self.runs.pop(name, None)

    def _read(self, name: str, part: str, at: int) -> bytes:
        with (self._folder / f"{name}.{part}").open("rb") as file:
            file.seek(at)
            return file.read(_MOST)


class _Server(ThreadingHTTPServer):
    target: Target


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        target = self.server.target
        url = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        if target.fault in ("503", "403"):
            self._answer(int(target.fault), {})
            return
        while target.fault == "hangs":
            time.sleep(0.1)
        query = {name: int(values[0]) for name, values in parse_qs(url.query).items()}
        status, answer = _act(target, self.command, url.path.split("/")[2:], query, body)
        time.sleep(target.delay)
        if target.fault == "silent":
            self.close_connection = True
            return
        self._answer(status, answer)

    do_POST = do_DELETE = do_GET  # noqa: N815

    def _answer(self, status: int, answer: Any) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def _act(
    target: Target, method: str, words: list[str], query: dict[str, int], body: Any
) -> tuple[int, dict[str, Any]]:
    match method, words:
        case "POST", [name]:
            target.start(name, body["argv"], body["env"])
        case "POST", [name, "stop"]:
            target.stop(name, signal.SIGKILL if body["force"] else signal.SIGTERM)
        case "DELETE", [name]:
            target.forget(name)
        case _, [name]:
            found = target.look(name, query.get("out", 0), query.get("err", 0))
            return (404, {}) if found is None else (200, found)
    return 200, {}
