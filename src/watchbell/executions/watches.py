"""Whose output this process hears of: what people look at, and what tells its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from watchbell.executions.events import hub
from watchbell.executions.progress import ProgressFollower

Message = dict[str, Any]


class Watches:
    """May be called from any thread. `send` hands messages to the launcher."""

    def __init__(self, send: Callable[[list[Message]], object]) -> None:
        self._send = send
        self._viewed: set[str] = set()
        self._follower = ProgressFollower(self._watch)

    def close(self) -> None:
        self._follower.close()

    def view(self, execution_id: str, on: bool) -> None:
        """Somebody begins to look at a log, or nobody does any more."""
        (self._viewed.add if on else self._viewed.discard)(execution_id)
        if on or not self._follower.follows(execution_id):
            self._send([_order(execution_id, on)])

    def starting(self, orders: Iterable[Message]) -> list[Message]:
        """What to send right behind `orders` of the launcher."""
        followed = [order["id"] for order in orders if "progress" in order]
        self._follower.follow(followed)
        looked_at = {order["id"] for order in orders if order["op"] == "start"} & self._viewed
        return [_order(execution_id, True) for execution_id in {*followed, *looked_at}]

    def connected(self, running: Iterable[Message]) -> None:
        """A launcher that has not been told anything yet, and what it runs."""
        self._watch(self._viewed.copy())
        if ids := [run["id"] for run in running]:
            self._follower.adopt(ids)

    def grown(self, event: Message) -> None:
        """The log of one execution has more bytes; who looks at it hears that at once."""
        execution_id = event["id"]
        if execution_id in self._viewed:
            hub.publish({"type": "log", "execution_id": execution_id, "log_bytes": event["size"]})
        self._follower.grew(execution_id, event["size"])

    def ended(self, execution_ids: Iterable[str]) -> None:
        self._follower.forget(execution_ids)

    def _watch(self, execution_ids: Iterable[str]) -> None:
        if orders := [_order(execution_id, True) for execution_id in execution_ids]:
            self._send(orders)


def _order(execution_id: str, on: bool) -> Message:
    return {"op": "watch", "id": execution_id, "on": on}
