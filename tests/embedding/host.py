"""A Django project of somebody else, started as its people would start it."""

from __future__ import annotations

import http.cookiejar
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent / "project"
PASSWORD = "a long test password"
_PEOPLE = """
from people.models import Person
for role in ("chief", "worker", "guest"):
    email, token = f"{role}@example.com", f"token-of-{role}"
    Person.objects.create_person(email, "a long test password", role, token=token)
"""


class Answer:
    """What came back: `status`, `headers`, `text`, and `json()`."""

    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


class Host:
    """The project in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "messages" / "control").mkdir(parents=True)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("WATCHBELL_", "DJANGO_", "PYTHON"))}
        self.env = {**kept, "HOST_BROKER": "filesystem://"}
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def data_dir(self) -> Path:
        """Where Watchbell keeps its files: beside the project, as nothing was said."""
        return self.folder / "watchbell-data"

    def set_up(self) -> None:
        for command in (["migrate"], ["register_scripts"], ["setup_page_scripts"], ["shell", "-c", _PEOPLE]):
            done = self.manage(*command)
            assert done.returncode == 0, done.stderr

    def manage(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        """`python manage.py …`"""
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.folder,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A process of the project that goes on; its output is in `output.log`."""
        output = (self.folder / "output.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=self.folder,
            env=self.env,
            stdout=output,
            stderr=output,
        )
        self._running.append(process)
        return process

    def engine(self) -> subprocess.Popen[bytes]:
        """`manage.py watchbell_engine`, once it takes executions."""
        before = self._output().count("watchbell-data")
        process = self.start("manage.py", "watchbell_engine")
        self.until(lambda: self._output().count("watchbell-data") > before, 60)
        return process

    @contextmanager
    def wsgi(self) -> Iterator[str]:
        """`manage.py runserver`: its address."""
        yield from self._site(lambda port: ("manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"))

    @contextmanager
    def asgi(self) -> Iterator[str]:
        """The project's own asgi.py under uvicorn."""
        yield from self._site(lambda port: ("-m", "uvicorn", "host.asgi:application", "--port", str(port)))

    def stop(self, process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> None:
        process.send_signal(number)
        process.wait(timeout=30)
        self._running.remove(process)

    def close(self) -> None:
        """Ends everything: also the launcher and the programs it runs."""
        for process in list(self._running):
            self.stop(process, signal.SIGKILL)
        for pid in launchers_of(self.data_dir):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.until(lambda: not launchers_of(self.data_dir), 20)

    def until(self, condition: Callable[[], Any], seconds: float) -> Any:
        deadline = time.monotonic() + seconds
        while not (value := condition()):
            if time.monotonic() > deadline:
                raise TimeoutError(self._output()[-4000:])
            time.sleep(0.1)
        return value

    def _output(self) -> str:
        file = self.folder / "output.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def _site(self, command: Callable[[int], tuple[str, ...]]) -> Iterator[str]:
        port = _free_port()
        process = self.start(*command(port))
        base = f"http://127.0.0.1:{port}"
        try:
            self.until(lambda: _answers(base), 60)
            yield base
        finally:
            self.stop(process, signal.SIGKILL)


class Visitor:
    """A browser without a screen: it keeps cookies."""

    def __init__(self, base: str, **headers: str) -> None:
        self.base = base
        self._headers = {name.replace("_", "-"): value for name, value in headers.items()}
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies, _StayHere)

    def sign_in(self, role: str) -> Visitor:
        form = urllib.parse.urlencode({"email": f"{role}@example.com", "password": PASSWORD}).encode()
        answer = self._ask("POST", "/login", form, {"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status == 204, answer.text
        return self

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = {"Content-Type": "application/json", **named}
        return self._ask("POST", path, json.dumps(body or {}).encode(), content)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        request = urllib.request.Request(
            self.base + path, method=method, data=body, headers={**self._headers, **headers}
        )
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def launchers_of(data_dir: Path) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if str(data_dir).encode() in words and any(b"watchbell.launcher" in word for word in words):
                    found.append(int(entry.name))
    return found


def _answers(base: str) -> bool:
    try:
        return Visitor(base).get("/api/health").status == 200
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
