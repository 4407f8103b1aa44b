"""Logs as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from ninja import Schema
from pydantic import BaseModel, Field

from watchbell.api.fields import Instant
from watchbell.errors import ConfigurationError
from watchbell.executions.logs.model import STREAMS, Level, LogPage, LogQuery, Stream
from watchbell.executions.logs.model import LogLine as Line
from watchbell.messages import MESSAGES

LEVELS: tuple[Level, ...] = ("error", "warning", "info", "debug")
_MOST_LINES = 10**15
Choice = TypeVar("Choice", bound=str)


class LogParameters(Schema):
    """Where to read (`cursor`, `line` or `tail`; otherwise from the start) and what to keep."""

    cursor: str | None = Field(None, max_length=500, description="`next_cursor` of the page before.")
    line: int | None = Field(None, ge=1, le=_MOST_LINES, description="First line, counted from 1.")
    tail: int | None = Field(None, ge=1, le=2000, description="The last so many lines.")
    limit: int = Field(500, ge=1, le=2000)
    level: list[str] = Field([], description="error, warning, info, debug; several by commas.")
    stream: list[str] = Field([], description="stdout, stderr, watchbell; several by commas.")
    q: str | None = Field(None, max_length=200, description="Text to find, in any letter case.")
    from_: Instant | None = Field(None, alias="from")
    to: Instant | None = None

    def as_query(self) -> LogQuery:
        """Raises ConfigurationError for a level or stream that does not exist."""
        return LogQuery(
            cursor=self.cursor or None,
            line=self.line,
            tail=self.tail,
            limit=self.limit,
            levels=_chosen("level", self.level, LEVELS),
            streams=_chosen("stream", self.stream, STREAMS),
            text=self.q or None,
            since=self.from_,
            until=self.to,
        )


class LogLine(BaseModel):
    """A line, or a piece of one (`continued`). `code` marks what Watchbell itself put in."""

    line: int
    offset: int
    time: datetime
    stream: Stream
    level: Level | None
    text: str
    continued: bool
    code: str | None


class Logs(BaseModel):
    """`next_cursor` is set as long as more may come. `complete` is false where the page stopped early."""

    execution_id: str | None
    items: list[LogLine]
    next_cursor: str | None
    log_bytes: int
    log_dropped: int
    total_lines: int | None
    complete: bool


NO_LOG = Logs(
    execution_id=None,
    items=[],
    next_cursor=None,
    log_bytes=0,
    log_dropped=0,
    total_lines=0,
    complete=True,
)


def shown(page: LogPage, execution_id: str, language: str) -> Logs:
    return Logs(
        execution_id=execution_id,
        items=[_line(line, language) for line in page.items],
        next_cursor=page.next_cursor,
        log_bytes=page.log_bytes,
        log_dropped=page.log_dropped,
        total_lines=page.total_lines,
        complete=page.complete,
    )


def _line(line: Line, language: str) -> LogLine:
    text = MESSAGES[line.code].text(language).format(bytes=line.left_out) if line.code else line.text
    return LogLine(
        line=line.line,
        offset=line.offset,
        time=line.time,
        stream=line.stream,
        level=line.level,
        text=text,
        continued=line.continued,
        code=line.code,
    )


def _chosen(name: str, given: list[str], known: tuple[Choice, ...]) -> frozenset[Choice] | None:
    asked = {part.strip() for text in given for part in text.split(",") if part.strip()}
    if asked - set(known):
        raise ConfigurationError("field_not_a_choice", field=name, name=name, choices=", ".join(known))
    return frozenset(choice for choice in known if choice in asked) or None
