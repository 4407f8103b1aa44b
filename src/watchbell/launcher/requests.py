"""What clients may ask for (protocol.py)."""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING

from watchbell.launcher.notes import note
from watchbell.launcher.protocol import VERSION, encode

if TYPE_CHECKING:
    from watchbell.launcher.connection import Connection
    from watchbell.launcher.launcher import Launcher
    from watchbell.launcher.protocol import Message


class Requests:
    """One method for each `op`. A message that makes no sense is noted in the log and changes nothing."""

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher

    def take(self, client: Connection, messages: list[Message]) -> None:
        for message in messages:
            action = getattr(self, f"op_{message.get('op')}", None)
            try:
                if action is None:
                    raise ValueError("unknown op")
                action(client, message)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                note(f"bad request {str(message)[:200]}: {error!r}")

    def op_start(self, client: Connection, message: Message) -> None:
        launcher, name = self._launcher, message["id"]
        state = "running" if name in launcher.family.by_id else launcher.reporter.is_known(name)
        if state:
            client.send(encode({"event": "ignored", "id": name, "state": state}))
        else:
            launcher.accept(message)

    def op_stop(self, client: Connection, message: Message) -> None:
        run = self._launcher.family.by_id.get(message["id"])
        if run is not None:
            self._launcher.stopper.stop(run, "timeout" if message.get("cause") == "timeout" else "stopped")

    def op_watch(self, client: Connection, message: Message) -> None:
        run = self._launcher.family.by_id.get(message["id"])
        if not message.get("on"):
            client.watched.discard(message["id"])
        elif run is not None:
            client.watched.add(run.id)
            self._launcher.shows.watched(run)

    def op_ack(self, client: Connection, message: Message) -> None:
        self._launcher.reporter.acknowledge(message["ids"])

    def op_status(self, client: Connection, message: Message) -> None:
        launcher = self._launcher
        client.send(
            encode(
                {
                    "event": "status",
                    "running": self._running(),
                    "finished": list(launcher.history.unacknowledged),
                    "known": len(launcher.history.known),
                    "watched": len(client.watched),
                    "at": time(),
                }
            )
        )

    def op_shutdown(self, client: Connection, message: Message) -> None:
        """Ends the launcher, only when nothing runs."""
        if not self._launcher.family.by_id:
            self._launcher.end()

    def greeting(self) -> bytes:
        history = self._launcher.history
        hello = {
            "event": "hello",
            "version": VERSION,
            "launcher": history.launcher,
            "boot": history.boot,
            "pid": self._launcher.family.me,
            "running": self._running(),
        }
        # The outcomes are lines of JSON already.
        finished = b",".join(line.rstrip() for line in history.unacknowledged.values())
        return encode(hello).rstrip()[:-1] + b',"finished":[' + finished + b"]}\n"

    def _running(self) -> list[Message]:
        running: list[Message] = [
            {"id": run.id, "pid": run.pid or None, "started_at": run.started_at or None}
            for run in self._launcher.family.by_id.values()
        ]
        untold = self._launcher.reporter.untold()
        return running + [{"id": name, "pid": None, "started_at": None} for name in untold]
