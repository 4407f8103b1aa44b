"""What a live client wants to hear about."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from watchbell.executions import queue
from watchbell.executions.events import Event

Ids = Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=2000)]
Wanted = Literal["all"] | Ids


class Topics(BaseModel):
    """`executions` also brings the growth of the logs that are named, and the steps of those that are
    pipelines; `tasks` also their executions."""

    model_config = ConfigDict(extra="forbid")

    executions: Wanted = []
    tasks: Wanted = []

    def concern(self, event: Event) -> bool:
        """Whether a client with these topics is told of `event`."""
        match event["type"]:
            case "execution":
                execution = event["execution"]
                return (
                    _has(self.executions, execution["execution_id"])
                    or _has(self.executions, execution.get("parent_id"))
                    or _has(self.tasks, execution.get("task_id"))
                )
            case "log":
                return self.executions != "all" and event["execution_id"] in self.executions
            case "task":
                return _has(self.tasks, event["task_id"])
        return True

    @property
    def logs(self) -> frozenset[str]:
        """The executions whose logs somebody is looking at."""
        return frozenset() if self.executions == "all" else frozenset(self.executions)


class Request(BaseModel):
    """What a client sends: its topics, from now on or from after the event `resume`."""

    model_config = ConfigDict(extra="forbid")

    subscribe: Topics
    resume: Annotated[str, StringConstraints(max_length=100)] | None = None


def _has(wanted: Wanted, name: str | None) -> bool:
    return wanted == "all" or name in wanted


class WatchedLogs:
    """Counts the clients that look at each log; the launcher is told of the first and the last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clients: Counter[str] = Counter()

    def change(self, before: frozenset[str], now: frozenset[str]) -> None:
        """One client looked at the logs `before` and looks at those of `now`."""
        with self._lock:
            for execution_id in now - before:
                self._clients[execution_id] += 1
                if self._clients[execution_id] == 1:
                    queue.watch_log(execution_id, True)
            for execution_id in before - now:
                self._clients[execution_id] -= 1
                if not self._clients[execution_id]:
                    del self._clients[execution_id]
                    queue.watch_log(execution_id, False)


watched_logs = WatchedLogs()
