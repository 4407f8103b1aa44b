"""Which rows a query keeps, and which blocks of bytes cannot hold any of them."""

from __future__ import annotations

from dataclasses import dataclass

from watchbell.executions.logs.decode import Encoding
from watchbell.executions.logs.levels import stems
from watchbell.executions.logs.model import STREAMS, Level, LogQuery, to_us
from watchbell.executions.logs.words import Words


@dataclass(frozen=True, slots=True)
class Filters:
    """The conditions of one query; None keeps everything."""

    streams: frozenset[int] | None = None
    levels: frozenset[Level] | None = None
    words: Words | None = None
    since_us: int | None = None
    until_us: int | None = None

    def written(self, stream: int, time_us: int) -> bool:
        """Whether stream and time are wanted, known before the bytes are looked at."""
        return (
            (self.streams is None or stream in self.streams)
            and (self.since_us is None or time_us >= self.since_us)
            and (self.until_us is None or time_us <= self.until_us)
        )

    @property
    def searches(self) -> bool:
        """Whether the bytes of a line decide if it is wanted."""
        return self.words is not None or self.levels is not None

    def has_level(self, level: Level | None) -> bool:
        return self.levels is None or level in self.levels

    def has_words(self, text: str) -> bool:
        return self.words is None or self.words.stand_in(text)

    def first_chance(self, block: bytes, encoding: Encoding) -> int:
        """The index in `block`, which starts with a line, before which no line can be wanted."""
        if self.words is not None:
            return self.words.first_chance(block, encoding)
        if self.levels is None:
            return 0
        lowered = b"\n" + block.lower()
        found = [lowered.find(stem) for level in self.levels for stem in stems(level, encoding)]
        return min((max(0, index - 1) for index in found if index >= 0), default=len(block))


def filters_of(query: LogQuery) -> Filters:
    streams = query.streams
    return Filters(
        None if streams is None else frozenset(STREAMS.index(stream) for stream in streams),
        query.levels,
        Words.of(query.text) if query.text else None,
        None if query.since is None else to_us(query.since),
        None if query.until is None else to_us(query.until),
    )
