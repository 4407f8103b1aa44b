"""The in-process queue: takes pending executions, has the launcher run them, records how they end.

One thread, turn by turn. A turn gathers whatever has come in meanwhile, writes all of it in one
transaction, and only then tells the launcher: many executions share each durable commit.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.utils import timezone

from watchbell.conf import get_settings
from watchbell.executions import health, node, starting
from watchbell.executions.ending import ended_by_itself, ends_of
from watchbell.executions.models import Execution
from watchbell.executions.reconcile import orders_for_this_node, settle_strays
from watchbell.executions.rest import rest
from watchbell.executions.result import remove_leftovers
from watchbell.executions.spec import attach_definitions
from watchbell.executions.starting import Claimant
from watchbell.executions.transition import finish_many, note_started
from watchbell.executions.watches import Watches
from watchbell.kernel.outcome import Outcome
from watchbell.launcher.client import LauncherClient
from watchbell.launcher.recovery import boot_id

log = logging.getLogger("TaskExecutor")

_LOOK_AGAIN = 0.1  # seconds: not sooner, however often we are woken
_RETRY_AFTER = 0.5
_LAUNCHER_WITHIN = 5.0
_ENDS_AT_ONCE = 500
_QUICK = 0.1  # seconds: while programs end as fast as this, their successors wait at the launcher

Message = dict[str, Any]


class Dispatcher:
    """See the module. `start` and `close` are for the engine; the rest is `queue.Dispatching`."""

    def __init__(self) -> None:
        settings = get_settings()
        self._most = settings.max_running
        self._claimant = Claimant(node.names(), boot_id())
        self._inbox: queue.SimpleQueue[list[Message]] = queue.SimpleQueue()
        self._live: set[str] = set()
        self._stopping: set[str] = set()
        self._claimed: dict[str, Execution] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._started: dict[str, Message] = {}
        self._known: Message | None = None
        self._look_at = self._looked_at = 0.0
        self._may_start = True
        self._may_wait_there = False
        self._greetings = self._greeted = 0
        self._at_once = _ENDS_AT_ONCE
        self._closing = False
        self._watches = Watches(lambda messages: self._client.send(messages))
        self._client = LauncherClient(settings.data_dir, self._receive, on_connect=self._greet)
        self._thread = threading.Thread(target=self._run, name="dispatcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stops taking executions. Programs go on; the next dispatcher adopts them."""
        self._closing = True
        self.wake()
        if self._thread.is_alive():
            self._thread.join(timeout=4)
        self._watches.close()
        self._client.close()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def wake(self) -> None:
        self._inbox.put([{"event": "wake"}])

    def stop_execution(self, execution_id: str) -> None:
        self._inbox.put([{"event": "stop", "id": execution_id}])

    def watch_log(self, execution_id: str, on: bool) -> None:
        self._watches.view(execution_id, on)

    def _greet(self, hello: Message) -> None:
        """Called by the client's thread: until this is noted, nobody knows what that launcher has."""
        self._greetings += 1
        self._receive([hello])

    def _receive(self, events: list[Message]) -> None:
        """Called by the client's thread. News of a log goes straight to those who look at it."""
        rest = []
        for event in events:
            if event["event"] == "output":
                self._watches.grown(event)
            else:
                rest.append(event)
            if event["event"] == "hello":
                self._watches.connected(event["running"])
        if rest:
            self._inbox.put(rest)

    def _run(self) -> None:
        try:
            remove_leftovers()
        except (DatabaseError, OSError) as error:
            log.warning("old results cannot be removed: %s", error)
        while not self._closing:
            try:
                self._ensure_launcher()
                self._note(self._gather())
                if self._has_work():
                    self._turn()
            except DatabaseError as error:
                log.warning("database not available, trying again: %s", error)
                close_old_connections()
                time.sleep(_RETRY_AFTER)
            except Exception:
                log.exception("a turn of the dispatcher failed")
                time.sleep(_RETRY_AFTER)
        connection.close()

    def _ensure_launcher(self) -> None:
        if self._client.connected:
            return
        try:
            self._client.ensure_running(_LAUNCHER_WITHIN)
        except OSError as error:
            health.report("launcher", ok=False, running=len(self._live), error=str(error))
            log.error("the launcher cannot be started: %s", error)
            time.sleep(_RETRY_AFTER)

    def _gather(self) -> list[Message]:
        """What has come in; waits for the first of it until the next look is due."""
        events: list[Message] = []
        try:
            wait = 0.0 if self._outcomes else max(0.0, self._look_at - time.monotonic())
            events += self._inbox.get(timeout=wait) if wait else self._inbox.get_nowait()
            while True:
                events += self._inbox.get_nowait()
        except queue.Empty:
            return events

    def _note(self, events: Iterable[Message]) -> None:
        """Takes in events; nothing is lost when the turn after it fails."""
        for event in events:
            match event["event"]:
                case "finished":
                    self._outcomes[event["id"]] = Outcome.from_json(event)
                case "started":
                    self._started[event["id"]] = event
                case "wake":
                    self._may_start = True
                    self._look_at = min(self._look_at, self._looked_at + _LOOK_AGAIN)
                case "ignored" if event["state"] == "acknowledged":
                    # It ended and was recorded once; this row is older than that: a restored backup.
                    self._outcomes[event["id"]] = Outcome(event["id"], cause="lost")
                case "stop":
                    self._order_stop(event["id"])
                case "hello":
                    self._greeted += 1
                    self._may_start = True
                    self._may_wait_there = event["version"] > 1  # an older launcher may still be at work
                    for outcome in event["finished"]:
                        self._outcomes[outcome["id"]] = Outcome.from_json(outcome)
                    self._live = {run["id"] for run in event["running"]} | self._outcomes.keys()
                    self._stopping.clear()
                    self._started = {
                        run["id"]: {**run, "at": run["started_at"]} for run in event["running"] if run["pid"]
                    }
                    self._known = {"running": event["running"], "finished": list(self._outcomes)}
                case "status":
                    self._known = event

    def _has_work(self) -> bool:
        now = time.monotonic()
        return bool(self._outcomes or self._started or self._known or self._may_start or now >= self._look_at)

    def _turn(self) -> None:
        try:
            with transaction.atomic():
                ended = self._record_ends()
                self._record_starts()
                orders = self._look() if time.monotonic() >= self._look_at else []
                if self._known is not None:
                    orders += settle_strays(self._known, self._live, self._claimant)
                claims = self._claim(ended)
        except BaseException:
            self._claimed.clear()  # these rows may say of themselves what was not saved
            self._may_start = True
            raise
        self._claimed.update({row.pk: row for row, _ in claims})
        self._committed(ended, orders + [message for _, message in claims])

    def _claim(self, ended: set[str]) -> list[tuple[Execution, Message]]:
        if not (self._may_start or ended) or not self._client.connected or self._greeted < self._greetings:
            return []
        places = self._most - len(self._live - ended)
        quick = sum(self._outcomes[key].seconds < _QUICK for key in ended)
        ahead = min(quick, self._most) if self._may_wait_there else 0
        claims, self._may_start = starting.claim(places, timezone.now(), self._claimant, ahead)
        if self._may_start and len(claims) < places + ahead:
            self.wake()  # some could not be prepared, and nobody will tell of their ends
        return claims

    def _record_ends(self) -> set[str]:
        if not self._outcomes:
            self._at_once = _ENDS_AT_ONCE
            return set()
        outcomes = dict(islice(self._outcomes.items(), self._at_once))
        try:
            waiting = [row for row in self._rows_of(outcomes) if not row.is_finished]
            finish_many(ends_of(waiting, outcomes))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            self._isolate(list(outcomes))
            raise
        ended = outcomes.keys() - {row.pk for row in waiting}
        self._watches.ended(ended)
        return ended

    def _isolate(self, failed: list[str]) -> None:
        """Ends that failed together are tried one by one, so that a bad one does not hold up the others."""
        self._at_once = 1
        if len(failed) == 1:
            del self._outcomes[failed[0]]
            self._live.discard(failed[0])
            log.error("the end of execution %s cannot be recorded; the launcher keeps it", failed[0])
            self._at_once = _ENDS_AT_ONCE

    def _rows_of(self, outcomes: dict[str, Outcome]) -> list[Execution]:
        """The rows that ended: as they were claimed, or read anew where what was asked since then matters."""
        claimed = {
            key: row
            for key, outcome in outcomes.items()
            if (row := self._claimed.get(key)) and ended_by_itself(row, outcome)
        }
        others = Execution.objects.in_bulk([key for key in outcomes if key not in claimed])
        attach_definitions(others.values())
        return [*claimed.values(), *others.values()]

    def _record_starts(self) -> None:
        events = {key: event for key, event in self._started.items() if key not in self._outcomes}
        rows = {key: row for key in events if (row := self._claimed.get(key))}
        if adopted := events.keys() - rows.keys():
            rows |= Execution.objects.select_related("definition").in_bulk(sorted(adopted))
        note_started((row, starting.columns_of(events[key])) for key, row in rows.items())

    def _look(self) -> list[Message]:
        orders, is_busy = orders_for_this_node(self._claimant, self._live, self._stopping)
        self._looked_at = time.monotonic()
        self._look_at = self._looked_at + rest("launcher", is_busy=is_busy)
        self._may_start = True
        running = min(len(self._live), self._most)  # the others wait there
        health.report("launcher", ok=self._client.connected, running=running)
        return orders

    def _committed(self, ended: set[str], orders: list[Message]) -> None:
        for execution_id in ended:
            for known in (self._outcomes, self._claimed):
                known.pop(execution_id, None)
        self._started.clear()
        self._known = None
        self._live -= ended
        self._stopping -= ended
        self._stopping |= {order["id"] for order in orders if order["op"] == "stop"}
        self._live |= {order["id"] for order in orders if order["op"] == "start"}
        acks: list[Message] = [{"op": "ack", "ids": sorted(ended)}] if ended else []
        if messages := acks + orders + self._watches.starting(orders):
            self._client.send(messages)

    def _order_stop(self, execution_id: str) -> None:
        if execution_id in self._live and execution_id not in self._stopping:
            self._stopping.add(execution_id)
            self._client.send([{"op": "stop", "id": execution_id, "cause": "stopped"}])
