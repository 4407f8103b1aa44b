"""The real product, started for a test in a data directory of its own, and driven over HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

_CREATE_KEY = """
from watchbell.server.boot import boot
boot()
from watchbell.access.admins import create_administrator
from watchbell.access.keys import create_key
print(create_key(create_administrator("tester", "a-long-test-password"), "tests"))
"""
PASSWORD = "a-long-test-password"
TERMINAL = frozenset({"success", "failed", "timeout", "cancelled", "skipped", "lost"})


class Refused(Exception):
    """An answer that is not 2xx; `status` and `error` tell which."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(f"{status} {error}")
        self.status = status
        self.error = error


class Product:
    """A `watchbell serve` of its own. Use it as a context manager, or `start` and `stop` it."""

    def __init__(self, data_dir: Path, *, administrator: bool = True, **env: str) -> None:
        """`administrator`: False leaves the first run to the test, which then has no API key either."""
        self.data_dir = data_dir
        self._administrator = administrator
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._env = {
            **{
                k: v
                for k, v in os.environ.items()
                if k not in ("PYTHONDONTWRITEBYTECODE", "DJANGO_SETTINGS_MODULE")
            },
            "WATCHBELL_DATA_DIR": str(data_dir),
            **env,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.key = ""

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, timeout: float = 30) -> Self:
        """Starts the server and waits until it answers."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._administrator and not self.key:
            self.key = self.python(_CREATE_KEY).strip()
        console = (self.data_dir / "console.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "watchbell", "serve", "--port", str(self.port)],
            env=self._env,
            stdout=console,
            stderr=console,
        )
        self.until(self._healthy, timeout)
        return self

    def stop(self) -> None:
        """TERM, as an administrator or systemd stops it. Programs go on."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9 of the server."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Ends the server, its launcher and every program it runs."""
        self.kill()
        for pid in self.launcher_pids()[-1:]:  # its guard ends what it ran, then itself
            _signal(pid, signal.SIGKILL)
        self.until(lambda: not self.launcher_pids() and not self.programs(), 20)

    def launcher_pids(self) -> list[int]:
        """The launcher of this data directory: its guard, then the launcher proper."""
        found = [pid for pid in _pids() if self._is_launcher(pid)]
        # A program looks like the launcher until its exec; only the launcher proper has a second thread.
        pair = [pid for pid in found if _parent(pid) not in found or not _has_threads(_parent(pid))]
        return sorted(pair, key=lambda pid: _parent(pid) in found)

    def programs(self) -> list[int]:
        """Every living process that an execution of this data directory started and that says so."""
        mark = b"\0TASK_LOG=" + os.fsencode(self.data_dir) + b"/"
        return [pid for pid in _pids() if mark in b"\0" + _read(pid, "environ")]

    def python(self, code: str, *args: str) -> str:
        """Runs code in a process with this data directory; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", code, *args], env=self._env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def cli(self, *args: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """`watchbell …` with this data directory."""
        return subprocess.run(
            [sys.executable, "-m", "watchbell", *args],
            env=self._env,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer's JSON (bytes where it is not JSON). Raises Refused."""
        request = urllib.request.Request(
            self.base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                content = answer.read()
                is_json = answer.headers.get_content_type() == "application/json"
                return json.loads(content) if is_json and content else content
        except urllib.error.HTTPError as error:
            content = error.read()
            raise Refused(error.code, json.loads(content)["error"]) from None

    def get(self, path: str, **query: Any) -> Any:
        return self.request("GET", path + (f"?{urllib.parse.urlencode(query)}" if query else ""))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.request("POST", path, {} if body is None else body, **headers)

    def script(self, name: str, text: str | bytes) -> str:
        """Writes a program below `tasks/`; returns its `task_exec`."""
        path = self.data_dir / "tasks" / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(0o700)
        return f"tasks/{name}"

    def task(self, task_id: str, **fields: Any) -> dict[str, Any]:
        """Creates a task; what is not given has its default."""
        created: dict[str, Any] = self.post(
            "/api/tasks", {"task_id": task_id, "task_name": task_id, **fields}
        )
        return created

    def define(self, task_id: str, **fields: Any) -> None:
        """Creates a task, or replaces the one there is."""
        try:
            self.task(task_id, **fields)
        except Refused as refused:
            if refused.error["code"] != "task_exists":
                raise
            self.request("PUT", f"/api/tasks/{task_id}", {"task_id": task_id, "task_name": task_id, **fields})

    def run(self, task_id: str, timeout: float = 30, **parameters: Any) -> dict[str, Any]:
        """Runs a task to its end."""
        return self.finished(self.execute(task_id, **parameters), timeout)

    def execute(self, task_id: str, **parameters: Any) -> str:
        answer = self.post(f"/api/tasks/{task_id}/execute", {"parameters": parameters})
        return str(answer["execution_id"])

    def execution(self, execution_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/api/executions/{execution_id}")
        return found

    def finished(self, execution_id: str, timeout: float = 30) -> dict[str, Any]:
        """The execution, once it has ended."""
        self.until(lambda: self.execution(execution_id)["status"] in TERMINAL, timeout)
        return self.execution(execution_id)

    def running(self, execution_id: str, timeout: float = 10) -> dict[str, Any]:
        """The execution, once its program runs; of what runs elsewhere, once it was claimed."""

        def runs() -> bool:
            found = self.execution(execution_id)
            return bool(found["pid"] or (found["runner"] != "launcher" and found["status"] == "running"))

        self.until(runs, timeout)
        return self.execution(execution_id)

    def log(self, execution_id: str) -> bytes:
        """The exact bytes of a log."""
        content: bytes = self.get(f"/api/executions/{execution_id}/logs/download")
        return content

    def until(self, condition: Any, timeout: float) -> Any:
        """Waits for `condition()` to be true; TimeoutError with the end of the console log otherwise."""
        deadline = time.monotonic() + timeout
        while not (value := condition()):
            if time.monotonic() > deadline:
                raise TimeoutError((self.data_dir / "console.log").read_text()[-4000:])
            time.sleep(0.02)
        return value

    def _healthy(self) -> bool:
        if self.process and self.process.poll() is not None:
            raise RuntimeError((self.data_dir / "console.log").read_text()[-4000:])
        try:
            return bool(self.get("/api/health")["status"] == "ok")
        except (OSError, Refused):
            return False

    def _end(self, signal_number: int) -> None:
        if self.process:
            self.process.send_signal(signal_number)
            self.process.wait(timeout=20)
            self.process = None

    def _is_launcher(self, pid: int) -> bool:
        words = _read(pid, "cmdline").split(b"\0")
        return any(b"watchbell.launcher" in word for word in words) and str(self.data_dir).encode() in words


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _parent(pid: int) -> int:
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[1]) if fields else 0


def _has_threads(pid: int) -> bool:
    try:
        return len(os.listdir(f"/proc/{pid}/task")) > 1
    except OSError:
        return False


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
