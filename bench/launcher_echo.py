"""The launcher alone against a bare asyncio loop: /bin/echo, 16 at once, 3,000 times each, in turns.

The launcher keeps a log file, an index and a journal of each; the asyncio loop keeps nothing.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench.tools import memory_mb, show
from watchbell.launcher.client import LauncherClient

RUNS = 1_000
TURNS = 3
AT_ONCE = 16
ARGV = ["/bin/echo", "hello"]


def asyncio_rate() -> float:
    """Executions per second of `asyncio.create_subprocess_exec`, output read and thrown away."""

    async def one(slots: asyncio.Semaphore) -> None:
        async with slots:
            pipe = asyncio.subprocess.PIPE
            process = await asyncio.create_subprocess_exec(*ARGV, stdout=pipe, stderr=pipe)
            await process.communicate()

    async def all_of_them() -> None:
        slots = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(one(slots) for _ in range(RUNS)))

    began = time.monotonic()
    asyncio.run(all_of_them())
    return RUNS / (time.monotonic() - began)


class Load:
    """Keeps `AT_ONCE` programs running until `RUNS` have ended, acknowledging each batch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.turn = 0
        self.launcher = 0
        self.client = LauncherClient(folder, self.on_events, self.on_connect)
        self.client.ensure_running()

    def on_connect(self, hello: dict[str, Any]) -> None:
        self.launcher = hello["pid"]

    def on_events(self, events: list[dict[str, Any]]) -> None:
        ids = [event["id"] for event in events if event["event"] == "finished"]
        if not ids:
            return
        self.ended += len(ids)
        more = range(self.sent, min(RUNS, self.sent + len(ids)))
        self.sent += len(more)
        self.client.send([{"op": "ack", "ids": ids}, *map(self.start, more)])
        if self.ended == RUNS:
            self.done.set()

    def start(self, number: int) -> dict[str, Any]:
        name = f"0190f3c2-7a50-7000-8{self.turn:03d}-{number:012d}"
        log = self.folder / "logs/executions/202501" / f"{name}.log"
        return {
            "op": "start",
            "id": name,
            "argv": ARGV,
            "env": {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "EXECUTION_ID": name, "WATCHBELL_RUN": name},
            "cwd": "/tmp",
            "log": str(log),
            "index": str(log.with_suffix(".idx")),
            "timeout": 3600,
            "grace": 3,
            "limits": {},
            "keep_children": False,
        }

    def rate(self) -> float:
        self.turn += 1
        self.sent, self.ended, self.done = AT_ONCE, 0, threading.Event()
        began = time.monotonic()
        self.client.send([self.start(number) for number in range(AT_ONCE)])
        assert self.done.wait(120)
        return RUNS / (time.monotonic() - began)


def main() -> None:
    # The folder is not removed here: creating files right after many were removed is slow on ext4.
    load = Load(Path(tempfile.mkdtemp(prefix="watchbell-bench-")))
    ours, theirs = [], []
    for _ in range(TURNS):
        theirs.append(asyncio_rate())
        ours.append(load.rate())
    ratio = statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
    show(
        "/bin/echo through the launcher",
        f"{statistics.median(ours):.0f}/s",
        f"{statistics.median(theirs):.0f}/s",
        ratio,
    )
    show("memory of the launcher", f"{memory_mb([load.launcher]):.1f} MiB", "15 MiB")
    load.client.shut_down()
    load.client.close()


if __name__ == "__main__":
    main()
