"""Logs as the launcher writes them, without a launcher."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from watchbell.executions.logs import LogLine, LogPage, LogQuery, LogReader, LogStore
from watchbell.executions.logs.index import RECORD

EXECUTION = "0193550c-4d00-7000-8000-000000000001"
START = 1_732_300_000.0


@dataclass
class Log:
    """One log in the making; `now` is the clock its reader sees."""

    store: LogStore
    now: float = START

    def __post_init__(self) -> None:
        self.paths = self.store.paths(EXECUTION)
        self.paths.log.parent.mkdir(parents=True, exist_ok=True)

    def write(self, *chunks: tuple[int, bytes], at: float | None = None) -> Log:
        """Appends chunks (stream, bytes) written at `at` seconds (default: long ago)."""
        time_us = int((self.now - 10 if at is None else at) * 1_000_000)
        with self.paths.log.open("ab") as log, self.paths.index.open("ab") as index:
            for stream, data in chunks:
                index.write(RECORD.pack(time_us, log.tell(), len(data), stream))
                log.write(data)
        return self

    def cut(self, start: int, end: int) -> Log:
        """Cuts the middle out as the launcher does: zeros in the file, a note beside it."""
        with self.paths.log.open("r+b") as log:
            log.seek(start)
            log.write(bytes(end - start))
        self.paths.gap.write_text(json.dumps({"from": start, "to": end}))
        return self

    @property
    def reader(self) -> LogReader:
        return replace(self.store.open(EXECUTION), clock=lambda: self.now)

    def page(self, *, running: bool = False, **query: object) -> LogPage:
        return self.reader.page(LogQuery(**query), running)  # type: ignore[arg-type]

    def texts(self, **query: object) -> list[str]:
        return [row.text for row in self.page(**query).items]

    def all_rows(self, *, running: bool = False, **query: object) -> list[LogLine]:
        """Every row, page after page."""
        rows: list[LogLine] = []
        cursor = None
        while True:
            page = self.page(running=running, cursor=cursor, **query)
            rows += page.items
            if page.next_cursor in (None, cursor):
                return rows
            cursor = page.next_cursor


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(LogStore(tmp_path))


@pytest.fixture
def new_log(tmp_path: Path) -> Callable[[], Log]:
    """Another empty log at each call, for tests that try many."""
    made: Iterable[int] = iter(range(10**9))
    return lambda: Log(LogStore(tmp_path / str(next(made))))  # type: ignore[call-overload]
