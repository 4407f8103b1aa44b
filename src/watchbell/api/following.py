"""Waiting for the next change of an execution: a long poll in a thread, a stream in the event loop."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections, connection
from django.http import HttpRequest

from watchbell.api.closing import closing
from watchbell.api.run_state import state_mark
from watchbell.executions import queue
from watchbell.executions.events import Event, hub
from watchbell.executions.models import Execution

LONGEST_WAIT = 30
_KEEP_ALIVE = 15.0
# Seconds between looks at the row: what another process changes sends no event here.
_LOOK_BESIDE_EVENTS = 2.0
_LOOK_WITHOUT_EVENTS = 0.5
# A WSGI server has few threads, and every one that waits is missing from the site.
_wsgi_places = threading.BoundedSemaphore(4)

Read = Callable[[], Execution]


def wait_for_change(request: HttpRequest, read: Read, seen: str, seconds: float) -> Execution:
    """The row once it differs from `seen` or has ended; as it stands after `seconds` or as the server closes.

    Answers at once where the server cannot spare a thread: who asks comes again.
    """
    row = read()
    with _place_to_wait(request) as place:
        if not place:
            return row
        with _changes(row.execution_id) as changed:
            gone: threading.Event | None = getattr(request, "client_gone", None)
            deadline = time.monotonic() + seconds
            while not row.is_finished and state_mark(row) == seen and not (gone and gone.is_set()):
                left = deadline - time.monotonic()
                if left <= 0 or closing.has_begun:
                    break
                if not connection.in_atomic_block:
                    connection.close()
                changed.wait(min(left, look_every()))
                changed.clear()
                row = read()
    return row


async def changes(read: Read, execution_id: str) -> AsyncIterator[Execution | None]:
    """The row now and after each change; None to keep the line alive.

    The last one when the execution has ended, or when the server closes: who follows asks the next one.
    """
    loop, news, seen = asyncio.get_running_loop(), asyncio.Event(), ""
    quiet_since = time.monotonic()

    def wake() -> None:
        with suppress(RuntimeError):  # the server is closing
            loop.call_soon_threadsafe(news.set)

    def hear(event: Event) -> None:
        if _is_about(event, execution_id):
            wake()

    stop_listening = (hub.listen(hear), closing.listen(wake))
    look = sync_to_async(_read_and_give_back, thread_sensitive=False)
    try:
        while True:
            row = await look(read)
            if state_mark(row) != seen:
                seen, quiet_since = state_mark(row), time.monotonic()
                yield row
            if row.is_finished or closing.has_begun:
                return
            if time.monotonic() - quiet_since >= _KEEP_ALIVE:
                quiet_since = time.monotonic()
                yield None
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), look_every())
            news.clear()
    finally:
        for stop in stop_listening:
            stop()


def look_every() -> float:
    return _LOOK_BESIDE_EVENTS if queue.is_here() else _LOOK_WITHOUT_EVENTS


def _read_and_give_back(read: Read) -> Execution:
    try:
        return read()
    finally:
        close_old_connections()


@contextmanager
def _changes(execution_id: str) -> Iterator[threading.Event]:
    changed = threading.Event()

    def hear(event: Event) -> None:
        if _is_about(event, execution_id):
            changed.set()

    stop_listening = (hub.listen(hear), closing.listen(changed.set))
    try:
        yield changed
    finally:
        for stop in stop_listening:
            stop()


def _is_about(event: Event, execution_id: str) -> bool:
    about: dict[str, Any] = event.get("execution", {})
    return about.get("execution_id") == execution_id


@contextmanager
def _place_to_wait(request: HttpRequest) -> Iterator[bool]:
    if not isinstance(request, WSGIRequest):
        yield True
        return
    if not request.environ.get("wsgi.multithread") or not _wsgi_places.acquire(blocking=False):
        yield False
        return
    try:
        yield True
    finally:
        _wsgi_places.release()
