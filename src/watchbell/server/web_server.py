"""uvicorn, at rest while nothing happens, and ended by a signal at once."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from watchbell.api.closing import closing

_END_WITHIN = 4.5  # seconds after a signal
_DATE_EVERY = 1.0  # seconds; the header `Date` counts in seconds


class WebServer(uvicorn.Server):
    """uvicorn's own loop looks ten times a second whether it shall end; this one is told.

    A signal ends `run`, and not the process: what was started before the server is closed after it.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._tell_loop: Callable[[], object] = lambda: None

    async def main_loop(self) -> None:
        told = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._tell_loop = lambda: loop.call_soon_threadsafe(told.set)
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(told.wait(), _DATE_EVERY)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        closing.begin()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        # The kernel ends a process that hangs, in a database that does not answer, say. What is in the rows
        # and with the launcher is right at any moment.
        signal.setitimer(signal.ITIMER_REAL, _END_WITHIN)
        self._tell_loop()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
