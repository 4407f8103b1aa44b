"""The text a query looks for: in which texts it stands, and which bytes cannot hold it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from watchbell.executions.logs.decode import Encoding
from watchbell.executions.logs.levels import escapes, plain

_ESCAPES = 16 * 1024
"""Bytes of escape sequences that may stand inside a match which goes on behind its piece."""

_LONGEST_CHARACTER = 4
_CUT_OFF = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?)?\Z")
_REPLACED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Words:
    """Found in any letter case; escape sequences inside a match do not hide it."""

    needle: str

    @classmethod
    def of(cls, text: str) -> Words:
        return cls(_lower(text))

    @property
    def reach(self) -> int:
        """Bytes behind a piece that a match which begins in it can need."""
        return _LONGEST_CHARACTER * len(self.needle) + _ESCAPES

    def stand_in(self, text: str) -> bool:
        return self.needle in _lower(text) or ("\x1b" in text and self.needle in _lower(plain(text)))

    def may_begin_in(self, text: str) -> bool:
        """Whether `text` ends with a start of the needle; cheap, as it is asked of each piece."""
        return self._starts_at_end(text) or (
            "\x1b" in text and self._starts_at_end(plain(_CUT_OFF.sub("", text)))
        )

    def begin_in(self, text: str, first: int) -> bool:
        """Whether a match begins in the `first` characters of `text`."""
        if self._begins(_lower(text), len(_lower(text[:first]))):
            return True
        if "\x1b" not in text:
            return False
        seen = first - sum(min(stop, first) - start for start, stop in escapes(text) if start < first)
        shown = plain(text)
        return self._begins(_lower(shown), len(_lower(shown[:seen])))

    def first_chance(self, block: bytes, encoding: Encoding) -> int:
        """The index in `block` before which no match begins."""
        escape = block.find(b"\x1b")
        block = block if escape < 0 else block[:escape]
        if self.needle.isascii():
            found = block.lower().find(self.needle.encode())
        elif self.needle.upper() == self.needle and _REPLACED not in self.needle:
            found = block.find(self.needle.encode(encoding, "replace"))
        else:
            return 0
        return found if found >= 0 else len(block)

    def _begins(self, lowered: str, first: int) -> bool:
        return lowered.find(self.needle, 0, first + len(self.needle) - 1) >= 0

    def _starts_at_end(self, text: str) -> bool:
        end = _lower(text[1 - len(self.needle) :]) if len(self.needle) > 1 else ""
        return any(self.needle.startswith(end[start:]) for start in range(len(end)))


def _lower(text: str) -> str:
    """Lower case by which a part of a text is a part of the text: the sigma at the end of a word as any."""
    return text.lower().replace("ς", "σ")
