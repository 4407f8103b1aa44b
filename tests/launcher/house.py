"""A launcher in a folder of its own, a client of it, and the questions tests ask."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from watchbell.launcher.client import LauncherClient, command

Event = dict[str, Any]
PATIENCE = 30.0
ENV = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
_numbers = itertools.count(1)


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> Any:
    """The first true answer; AssertionError when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def running(mark: str) -> list[psutil.Process]:
    """Living processes with this word in their command line."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] != psutil.STATUS_ZOMBIE and mark in " ".join(process.info["cmdline"] or ()):
            found.append(process)
    return found


class House:
    def __init__(self, *wrapper: str) -> None:
        """`wrapper`: a command that is to start the launcher in surroundings of its own."""
        self.folder = Path(tempfile.mkdtemp(prefix="wb-", dir="/tmp"))
        self.events: list[Event] = []
        self.hellos: list[Event] = []
        self._changed = threading.Condition()
        if wrapper:
            (self.folder / "logs").mkdir()
            subprocess.Popen([*wrapper, *command(self.folder)], start_new_session=True)
        self.client = self.connect()
        if wrapper:
            until(lambda: self.client.connected)
        self.client.ensure_running()

    def connect(self) -> LauncherClient:
        return LauncherClient(self.folder, self._on_events, self._on_hello)

    def _on_events(self, events: list[Event]) -> None:
        with self._changed:
            self.events.extend(events)
            self._changed.notify_all()

    def _on_hello(self, hello: Event) -> None:
        with self._changed:
            self.hellos.append(hello)
            self.events.extend(hello["finished"])
            self._changed.notify_all()

    @property
    def launcher(self) -> psutil.Process:
        return psutil.Process(self.hellos[-1]["pid"])

    @property
    def guard(self) -> psutil.Process:
        return psutil.Process(self.launcher.ppid())

    def spec(self, *argv: str, **options: Any) -> Event:
        name = options.pop("name", None) or f"run-{os.getpid()}-{next(_numbers)}"
        marks = {"EXECUTION_ID": name, "WATCHBELL_RUN": name}
        log = self.log_path(name)
        return {
            "op": "start",
            "id": name,
            "argv": list(argv),
            "env": {**ENV, **marks, **options.pop("env", {})},
            "cwd": "/tmp",
            "log": str(log),
            "index": str(log.with_suffix(".idx")),
            "timeout": None,
            "grace": 0.3,
            "limits": {},
            "keep_children": False,
            **options,
        }

    def start(self, *argv: str, **options: Any) -> str:
        spec = self.spec(*argv, **options)
        assert self.client.send([spec])
        return str(spec["id"])

    def run(self, *argv: str, **options: Any) -> Event:
        return self.outcome(self.start(*argv, **options))

    def shell(self, script: str, **options: Any) -> Event:
        return self.run("/bin/sh", "-c", script, **options)

    def stop(self, name: str) -> None:
        self.client.send([{"op": "stop", "id": name, "cause": "stopped"}])

    def event(self, kind: str, name: str, seconds: float = PATIENCE) -> Event:
        """The first event of this kind about this run, waited for."""

        def find() -> Event | None:
            return next((e for e in self.events if e["event"] == kind and e.get("id") == name), None)

        with self._changed:
            assert self._changed.wait_for(find, seconds), f"no {kind} of {name}: {self.noted()}"
            found = find()
        assert found
        return found

    def outcome(self, name: str, seconds: float = PATIENCE) -> Event:
        return self.event("finished", name, seconds)

    def log_path(self, name: str) -> Path:
        return self.folder / "logs/executions/202501" / f"{name}.log"

    def log(self, name: str) -> bytes:
        return self.log_path(name).read_bytes()

    def index(self, name: str) -> list[tuple[int, int, int, int]]:
        """(time in µs, offset, length, stream) of each piece; a single one of stdout is not written down."""
        log, index = self.log_path(name), self.log_path(name).with_suffix(".idx")
        if not index.exists():
            status = log.stat()
            return [(status.st_mtime_ns // 1000, 0, status.st_size, 1)]
        data = index.read_bytes()
        return list(struct.iter_unpack("<QQII", data))

    def written(self, name: str, text: bytes) -> None:
        """Wait until the program has written this."""
        path = self.log_path(name)
        until(lambda: path.exists() and text in path.read_bytes())

    def noted(self) -> str:
        """What the launcher has to say for itself."""
        try:
            self.launcher.send_signal(signal.SIGUSR1)
            stack = Path(f"/proc/{self.launcher.pid}/stack").read_text()
            wait = f"{self.launcher.status()} {self.launcher.children()} {stack}"
            time.sleep(0.2)
        except (psutil.Error, OSError) as error:
            wait = repr(error)
        log = self.folder / "logs/launcher.log"
        return wait + (log.read_text()[-3000:] if log.exists() else "")

    def kill(self, *processes: psutil.Process) -> None:
        for process in processes:
            process.send_signal(signal.SIGKILL)

    def crash(self) -> None:
        """Kill the pair, and keep the client from starting another one until `return_to_life`."""
        self.client._wanted.clear()
        self.kill(self.guard, self.launcher)
        until(lambda: not self.client.connected)

    def return_to_life(self) -> None:
        self.events.clear()
        self.client.ensure_running()

    def leave(self) -> None:
        """End everything of this house, and the house."""
        self.client.close()
        try:
            pair = [self.launcher, self.guard]
        except (psutil.Error, IndexError):
            pair = []
        for process in pair:
            if "launcher.main" in " ".join(process.cmdline()):
                for one in [*process.children(recursive=True), process]:
                    with suppress(psutil.NoSuchProcess):
                        one.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
