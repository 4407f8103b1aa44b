"""Reads the log of one execution, while it is written and after."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from watchbell.executions.logs.download import exact_bytes
from watchbell.executions.logs.gap import read_gap
from watchbell.executions.logs.line_index import LineIndex
from watchbell.executions.logs.model import LogPage, LogQuery, Stream
from watchbell.executions.logs.query import read_page
from watchbell.executions.logs.source import Source
from watchbell.executions.logs.text import last_text

_TRIES = 3


@dataclass(frozen=True, slots=True)
class LogReader:
    """Keeps no file open between calls, so it may be shared by threads and outlive the log."""

    log: Path
    index: Path
    gap: Path
    lines: Path
    clock: Callable[[], float] = time.time

    def page(self, query: LogQuery, running: bool) -> LogPage:
        """The rows `query` asks for; `running` while more may follow.

        Raises MalformedRequest for a cursor that was never handed out.
        """
        for _ in range(_TRIES):
            with self._source(running) as source:
                page = read_page(source, LineIndex(source, self.lines), query)
                if read_gap(self.gap, source.size) == source.gap:
                    break
        return page

    def bytes(self) -> Iterator[bytes]:
        """The log in pieces of up to 256 KiB, exactly as the program wrote it.

        Where the middle was left out, one line in square brackets says so. Of a running program: what
        there is when the last piece is asked for.
        """
        return exact_bytes(self.log, self.gap)

    def text(self, max_bytes: int) -> str:
        """Both streams as the program wrote them, decoded; the last `max_bytes` of a longer log."""
        return self._text(None, max_bytes)

    def stream_text(self, stream: Stream, max_bytes: int) -> str:
        """What one stream wrote, decoded; the last `max_bytes` when it is more."""
        return self._text(stream, max_bytes)

    def _text(self, stream: Stream | None, max_bytes: int) -> str:
        with self._source(running=False) as source:
            return last_text(source, LineIndex(source, self.lines), stream, max_bytes)

    def _source(self, running: bool) -> Source:
        return Source(self.log, self.index, self.gap, running=running, now=self.clock())
