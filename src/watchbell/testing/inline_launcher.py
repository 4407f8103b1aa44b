"""The real launcher, for a caller that waits until what it started has ended."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from watchbell.kernel.outcome import Outcome
from watchbell.launcher.client import LauncherClient

Message = dict[str, Any]
_TO_END = 10.0  # seconds


class InlineLauncher:
    """A launcher of the data directory `folder`, which ends with `close`."""

    def __init__(self, folder: Path) -> None:
        self._events: queue.SimpleQueue[list[Message]] = queue.SimpleQueue()
        self._running: set[str] = set()
        self._client = LauncherClient(
            folder, self._events.put, on_connect=lambda hello: self._events.put(_ends(hello))
        )

    def run(self, starts: Sequence[Message], patience: float) -> Iterator[Outcome]:
        """Starts all of it at once; gives each outcome as it comes.

        Raises TimeoutError where something has not ended after `patience` seconds.
        """
        self._client.ensure_running()
        self._running |= {message["id"] for message in starts}
        self._client.send(starts)
        yield from self._ended(time.monotonic() + patience)

    def stop(self, execution_id: str) -> None:
        self._client.send([{"op": "stop", "id": execution_id, "cause": "stopped"}])

    def close(self) -> None:
        """Ends what still runs, and the launcher."""
        for execution_id in self._running:
            self.stop(execution_id)
        for _ in self._ended(time.monotonic() + _TO_END):
            pass
        self._client.shut_down()
        self._client.close()

    def _ended(self, deadline: float) -> Iterator[Outcome]:
        while self._running:
            try:
                events = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"has not ended: {', '.join(sorted(self._running))}") from None
            for event in events:
                if event["event"] == "finished" and event["id"] in self._running:
                    self._running.remove(event["id"])
                    self._client.send([{"op": "ack", "ids": [event["id"]]}])
                    yield Outcome.from_json(event)


def _ends(hello: Message) -> list[Message]:
    return [{**outcome, "event": "finished"} for outcome in hello["finished"]]
