"""The live connection: says what is new, in memory that a slow client cannot make grow.

Client: `{"subscribe": {"executions": [ids] | "all", "tasks": [ids] | "all"}, "resume": id | null}`.
Server: `hello`, `execution`, `log`, `task`, `reset` (read everything again) and `ping`; see `topics`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from typing import Any

from channels.auth import AuthMiddleware
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.sessions import CookieMiddleware, SessionMiddleware

from watchbell.api.live_access import comes_from_us, language_of_scope, may_listen
from watchbell.api.live_request import close_reason, read_request
from watchbell.api.outbox import Outbox
from watchbell.api.topics import Request, Topics, watched_logs
from watchbell.errors import WatchbellError
from watchbell.executions.events import Event, hub

_PING_EVERY = 20.0
_ANONYMOUS, _MALFORMED, _TOO_MANY = 4401, 4400, 4429
_MOST_FOR_ONE_USER = 100
_open: Counter[str] = Counter()
_Consumer: Any = AsyncJsonWebsocketConsumer  # Channels has no types


class Live(_Consumer):  # type: ignore[misc]
    """One client."""

    async def connect(self) -> None:
        self._topics = Topics()
        self._sender: asyncio.Task[None] | None = None
        if not comes_from_us(self.scope):
            await self.close()
            return
        await self.accept()
        if not await may_listen(self.scope):
            await self.close(_ANONYMOUS)
            return
        self._user = self.scope["user"].get_username()
        if _open[self._user] >= _MOST_FOR_ONE_USER:
            await self.close(_TOO_MANY)
            return
        _open[self._user] += 1
        self._news = asyncio.Event()
        self._outbox = Outbox(self._wake)
        self._loop = asyncio.get_running_loop()
        self._stop_listening = hub.listen(self._hear)
        await self.send_json({"type": "hello", "id": hub.last_id})
        self._sender = asyncio.create_task(self._send_news())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        if self._sender is None:
            return
        try:
            request = read_request(text_data)
        except WatchbellError as error:
            await self.close(_MALFORMED, close_reason(error, language_of_scope(self.scope)))
            return
        self._subscribe(request)

    async def disconnect(self, code: int) -> None:
        if self._sender is None:
            return
        _open[self._user] -= 1
        self._stop_listening()
        self._sender.cancel()
        watched_logs.change(self._topics.logs, frozenset())

    def _subscribe(self, request: Request) -> None:
        before, self._topics = self._topics, request.subscribe
        watched_logs.change(before.logs, self._topics.logs)
        if request.resume is None:
            return
        missed = hub.since(request.resume)
        if missed is None:
            self._outbox.put({"type": "reset", "id": hub.last_id})
        for event in missed or ():
            self._hear(event)

    def _hear(self, event: Event) -> None:
        """Called from whatever thread publishes."""
        if self._topics.concern(event):
            self._outbox.put(event)

    def _wake(self) -> None:
        with suppress(RuntimeError):  # the server is closing
            self._loop.call_soon_threadsafe(self._news.set)

    async def _send_news(self) -> None:
        while True:
            try:
                await asyncio.wait_for(self._news.wait(), _PING_EVERY)
            except TimeoutError:
                if not await may_listen(self.scope):
                    await self.close(_ANONYMOUS)
                    return
                await self.send_json({"type": "ping"})
            self._news.clear()
            for event in self._outbox.take():
                await self.send_json(event)


def live_application() -> Any:
    """The ASGI application to mount at /api/live."""
    application: Any = Live.as_asgi()
    layers: list[Any] = [AuthMiddleware, SessionMiddleware, CookieMiddleware]
    for layer in layers:
        application = layer(application)
    return application
