"""Waiting for the end of an execution. It holds a thread, and no database connection."""

from __future__ import annotations

import threading
import time

from django.db import connection

from watchbell.api.closing import closing
from watchbell.executions.events import Event, hub
from watchbell.executions.models import Execution
from watchbell.kernel.status import TERMINAL

_LOOK_EVERY = 2.0
"""Seconds between looks at the row: another process may end it, whose events do not come here."""


def wait_for_end(execution_id: str, seconds: float, gone: threading.Event | None = None) -> Execution:
    """The row of an execution when it has ended.

    As it stands where that takes longer than `seconds`, where who asked is `gone`, or the server closes.
    """
    ended = threading.Event()

    def hear(event: Event) -> None:
        execution = event.get("execution", {})
        if execution.get("execution_id") == execution_id and execution.get("status") in TERMINAL:
            ended.set()

    stop_listening = (hub.listen(hear), closing.listen(ended.set))
    deadline = time.monotonic() + seconds
    try:
        while True:
            row = Execution.objects.select_related("definition").get(pk=execution_id)
            left = deadline - time.monotonic()
            if row.is_finished or left <= 0 or closing.has_begun or (gone and gone.is_set()):
                return row
            if not connection.in_atomic_block:
                connection.close()
            ended.wait(min(left, _LOOK_EVERY))
            ended.clear()
    finally:
        for stop in stop_listening:
            stop()
