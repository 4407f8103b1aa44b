"""A place in a log from which reading goes on, and its form as a cursor."""

from __future__ import annotations

import re
from dataclasses import dataclass

from watchbell.errors import MalformedRequest
from watchbell.executions.logs.model import Level

_CURSOR = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})(?:\.([0-9])([ewid-]))?")
_LEVELS: dict[str, Level] = {"e": "error", "w": "warning", "i": "info", "d": "debug"}


@dataclass(frozen=True, slots=True)
class Position:
    """Byte `offset` in line number `line` (from 1).

    Inside a line (`continued`) it also knows the stream and the level of the piece before, because the
    rest of a line has the level of its start.
    """

    offset: int = 0
    line: int = 1
    continued: bool = False
    stream: int = 0
    level: Level | None = None

    def cursor(self) -> str:
        text = f"{self.offset}.{self.line}"
        return f"{text}.{self.stream}{(self.level or '-')[0]}" if self.continued else text


def parse_cursor(cursor: str) -> Position:
    """The position a cursor stands for. Raises MalformedRequest for what `Position.cursor` never gives."""
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise MalformedRequest("log_cursor_invalid", field="cursor", cursor=cursor[:80])
    offset, line, stream, level = found.groups()
    if stream is None:
        return Position(int(offset), max(1, int(line)))
    return Position(int(offset), max(1, int(line)), True, int(stream), _LEVELS.get(level))
