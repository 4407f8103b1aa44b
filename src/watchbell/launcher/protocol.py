"""Names and numbers that the launcher and its clients share, and the way a message becomes a line.

The protocol is JSON lines over a unix stream socket; each side may put many lines into one write. Since
version 2 a start may name the number of `places`, and waits for one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    Message = dict[str, Any]

VERSION = 2
SOCKET = "run/launcher.sock"
LOCK = "run/launcher.lock"
JOURNAL = "run/journal"
ERRORS = "logs/launcher.log"

READ_SIZE = 256 * 1024
# One start message carries a whole environment; the kernel refuses more than about 6 MiB of it anyway.
LONGEST_LINE = 16 * 1024 * 1024
# What a client may leave unread before it is disconnected; it gets everything unacknowledged again later.
LONGEST_BACKLOG = 16 * 1024 * 1024

DEFAULT_GRACE = 3.0
DEFAULT_LOG_MB = 1024

_encode = json.JSONEncoder(separators=(",", ":")).encode


class ProtocolError(Exception):
    """The other side sent something that is not a line of JSON holding an object."""


def encode(message: Message) -> bytes:
    return _encode(message).encode("ascii") + b"\n"


class Lines:
    """Cuts a byte stream into messages; keeps what is not complete yet."""

    __slots__ = ("_longest", "_rest")

    def __init__(self, longest: int | None = LONGEST_LINE) -> None:
        self._longest = longest
        self._rest = b""

    def feed(self, data: bytes) -> list[Message]:
        """The messages that are complete now. Raises ProtocolError."""
        *complete, rest = (self._rest + data).split(b"\n")
        if self._longest and len(rest) > self._longest:
            raise ProtocolError("a line is too long")
        self._rest = rest
        return [decode(line) for line in complete if line]


def decode(line: bytes) -> Message:
    """The message in one line. Raises ProtocolError."""
    try:
        message = json.loads(line)
    except ValueError as error:
        raise ProtocolError(str(error)) from None
    if not isinstance(message, dict):
        raise ProtocolError("a message must be an object")
    return message
