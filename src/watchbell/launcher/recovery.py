"""What a new launcher learns from the journal of the one before it, and the ending of what that one left."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from watchbell.launcher import journal, tree
from watchbell.launcher.known import Known
from watchbell.launcher.leftovers import Leftovers
from watchbell.launcher.outcomes import empty_outcome
from watchbell.launcher.protocol import encode

if TYPE_CHECKING:
    from pathlib import PurePath

    from watchbell.launcher.protocol import Message


def boot_id() -> str:
    """Changes with every start of the machine: pids and start times mean nothing across it."""
    return tree.read_file("/proc/sys/kernel/random/boot_id").decode().strip()


class Memory:
    """The journal, read: what was acknowledged, what was not, and which starts have no end (`lost`)."""

    def __init__(self, path: str | PurePath) -> None:
        self.known = Known()
        self.unacknowledged: dict[str, bytes] = {}
        self.lost: dict[str, Message] = {}
        self._boot = ""
        for record in journal.read(path):
            with suppress(KeyError, TypeError, ValueError):  # a mangled record costs only itself
                self._take(record)

    def _take(self, record: Message) -> None:
        match record.get("op") or record.get("event"):
            case "launcher":
                self._boot = record["boot"]
            case "known":
                self.known.load(record["ids"])
            case "start":
                self.lost[record["id"]] = {**record, "boot": self._boot}
            case "pid" if record["id"] in self.lost:
                self.lost[record["id"]].update(pid=record["pid"], ticks=record["ticks"])
            case "finished":
                self.lost.pop(record["id"], None)
                self.unacknowledged[record["id"]] = encode(record)
            case "ack":
                for name in record["ids"]:
                    self.unacknowledged.pop(name, None)
                    self.known.add(name)

    def settle(self) -> None:
        """End what still lives of the lost runs, and give each its outcome."""
        boot = boot_id()
        left = Leftovers([start for start in self.lost.values() if start["boot"] == boot])
        survivors = left.kill()
        for name, start in self.lost.items():
            alive = survivors.get(name, 0)
            outcome = _lost_outcome(start, left.count(name) - alive, alive)
            self.unacknowledged[name] = encode({"event": "finished", **outcome})
        self.lost.clear()


def _lost_outcome(start: Message, ended: int, survivors: int) -> Message:
    return {
        **empty_outcome(start["id"], "lost"),
        "started_at": start["at"] if "pid" in start else None,
        "log_bytes": _size(start["log"]),
        "processes_ended": ended,
        "survivors": survivors,
    }


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
