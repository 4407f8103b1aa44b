"""A search that has the whole log in memory, to compare with the one that has not."""

from __future__ import annotations

import re
from itertools import groupby

from watchbell.executions.logs import LogLine

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_Owned = list[tuple[str, int]]


def rows_where_words_begin(rows: list[LogLine], words: str) -> set[int]:
    """The offsets of the rows in which a match begins; it may go on in the rows behind of the same line."""
    found: set[int] = set()
    for _, line in groupby(rows, key=lambda row: (row.line, row.stream)):
        owned = [(character, row.offset) for row in line for character in row.text]
        found |= _begins(owned, words) | _begins(_without_escapes(owned), words)
    return found


def _begins(owned: _Owned, words: str) -> set[int]:
    lowered = [(small, offset) for character, offset in owned for small in character.lower()]
    text = "".join(character for character, _ in lowered)
    return {lowered[match.start()][1] for match in re.finditer(f"(?={re.escape(words.lower())})", text)}


def _without_escapes(owned: _Owned) -> _Owned:
    kept = list(owned)
    for match in reversed(list(_ESCAPE.finditer("".join(character for character, _ in owned)))):
        del kept[match.start() : match.end()]
    return kept
