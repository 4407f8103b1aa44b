"""A websocket client that speaks ASGI to the application, without a network."""

from __future__ import annotations

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

_PATIENCE = 5


class WebsocketClient(ApplicationCommunicator):
    accepted = False

    def __init__(self, application: Any, path: str, headers: list[tuple[bytes, bytes]]) -> None:
        scope = {
            "type": "websocket",
            "path": path,
            "scheme": "ws",
            "query_string": b"",
            "headers": headers,
            "subprotocols": [],
        }
        super().__init__(application, scope)

    async def connect(self) -> None:
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(_PATIENCE)
        self.accepted = answer["type"] == "websocket.accept"

    async def send_text(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def send_bytes(self, data: bytes) -> None:
        await self.send_input({"type": "websocket.receive", "bytes": data})

    async def receive(self) -> Any:
        """The next message, read from its JSON; the whole ASGI message where it is a close."""
        message = await self.receive_output(_PATIENCE)
        return json.loads(message["text"]) if message["type"] == "websocket.send" else message

    async def close_code(self) -> int:
        """The code with which the server closes; what it sends before is passed over."""
        while (message := await self.receive_output(_PATIENCE))["type"] != "websocket.close":
            pass
        return int(message["code"])

    async def leave(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(_PATIENCE)
