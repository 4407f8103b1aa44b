"""1 GiB of output through the launcher (log and index) against `program > file`, in turns."""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench.tools import memory_mb, show
from watchbell.launcher.client import LauncherClient

SIZE = 1 << 30
TURNS = 3
ARGV = ["/usr/bin/head", "-c", str(SIZE), "/dev/zero"]


def plain(folder: Path) -> float:
    """Seconds for `program > file`."""
    path = folder / "plain"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    began = time.monotonic()
    pid = os.posix_spawn(ARGV[0], ARGV, {}, file_actions=[(os.POSIX_SPAWN_DUP2, fd, 1)])
    os.waitpid(pid, 0)
    seconds = time.monotonic() - began
    os.close(fd)
    path.unlink()
    return seconds


class Flood:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.launcher = 0
        self.ended = threading.Event()
        self.turn = 0
        self.client = LauncherClient(folder, self.on_events, self.on_connect)
        self.client.ensure_running()

    def on_connect(self, hello: dict[str, Any]) -> None:
        self.launcher = hello["pid"]

    def on_events(self, events: list[dict[str, Any]]) -> None:
        if any(event["event"] == "finished" for event in events):
            self.ended.set()

    def seconds(self) -> float:
        """For one program, from the request to its reported end."""
        self.turn += 1
        log = self.folder / f"{self.turn}.log"
        self.ended.clear()
        began = time.monotonic()
        self.client.send(
            [
                {
                    "op": "start",
                    "id": f"flood-{self.turn}",
                    "argv": ARGV,
                    "env": {},
                    "log": str(log),
                    "index": str(log.with_suffix(".idx")),
                    "limits": {"log_mb": 2048},
                }
            ]
        )
        assert self.ended.wait(300)
        seconds = time.monotonic() - began
        assert log.stat().st_size == SIZE
        log.unlink()
        return seconds


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="watchbell-bench-") as name:
        folder = Path(name)
        flood = Flood(folder)
        before = memory_mb([flood.launcher])
        ours, theirs = [], []
        for _ in range(TURNS):
            theirs.append(plain(folder))
            ours.append(flood.seconds())
        growth = memory_mb([flood.launcher]) - before
        ratio = statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
        show(
            "1 GiB of output through the launcher",
            f"{statistics.median(ours):.2f} s",
            f"{statistics.median(theirs):.2f} s",
            ratio,
        )
        show("memory growth of the launcher", f"{growth:.1f} MiB", "4 MiB")
        flood.client.shut_down()
        flood.client.close()


if __name__ == "__main__":
    main()
