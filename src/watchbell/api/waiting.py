"""Waiting for the end of an execution without holding a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from asgiref.sync import sync_to_async

from watchbell.executions.events import Event, hub
from watchbell.executions.models import Execution
from watchbell.kernel.status import TERMINAL

_LOOK_EVERY = 2.0
"""Seconds between looks at the row: another process may end it, whose events do not come here."""


async def wait_for_end(execution_id: str, seconds: float) -> Execution:
    """The row of an execution when it has ended, or as it stands after `seconds`."""
    ended = asyncio.Event()
    stop_listening = hub.listen(_when_ended(execution_id, ended))
    deadline = asyncio.get_running_loop().time() + seconds
    try:
        while True:
            row = await sync_to_async(_read)(execution_id)
            left = deadline - asyncio.get_running_loop().time()
            if row.is_finished or left <= 0:
                return row
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), min(left, _LOOK_EVERY))
            ended.clear()
    finally:
        stop_listening()


def _when_ended(execution_id: str, ended: asyncio.Event) -> Callable[[Event], None]:
    loop = asyncio.get_running_loop()

    def hear(event: Event) -> None:
        execution = event.get("execution", {})
        if execution.get("execution_id") == execution_id and execution.get("status") in TERMINAL:
            with suppress(RuntimeError):  # the loop closed while this thread published
                loop.call_soon_threadsafe(ended.set)

    return hear


def _read(execution_id: str) -> Execution:
    return Execution.objects.select_related("definition").get(pk=execution_id)
