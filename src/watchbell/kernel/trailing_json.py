"""The JSON at the end of what a program wrote: its result (seed 003), though other lines came before.

The value that ends the output counts. Where text follows it, the last line, or block of lines, that is a
whole object does; lines that only tell progress are passed over. The work is bounded whatever the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from watchbell.kernel.json_value import JsonProblem, checked, reread
from watchbell.kernel.progress_line import tells_only_progress

_MOST_TRIES = 200
_MOST_PROGRESS_LINES = 20_000
_SCANNED = 256 * 1024  # characters before the end in which a value may begin amid a line
_TOKENS = re.compile(r'[{}\[\]]|"(?:[^"]|"(?=(?:\\\\)*\\(?!\\)))*+"')


def trailing_json(output: bytes, *, whole: bool, limit: int) -> Any:
    """The value, `limit` bytes of JSON at most. `whole`: nothing of the output is missing before these bytes.

    Raises JsonProblem: result_missing, result_invalid, result_not_finite, result_too_large, result_too_deep.
    """
    text = _without_progress(output.decode("utf-8", "surrogateescape").lstrip("\ufeff").rstrip())
    if tells_only_progress(_last_line(text)):
        raise JsonProblem("result_missing")
    search = _Search(text, limit)
    if text.endswith(("}", "]")):
        for start in search.starts(whole=whole):
            if search.reaches_the_end(start):
                return search.value(start)
        if not whole and search.first_start is None:
            raise JsonProblem("result_too_large")
        if _looks_meant(text):
            raise JsonProblem("result_invalid")
    search.renew()
    for start in search.line_starts("{"):
        if search.ends_its_line(start):
            return search.value(start)
    raise JsonProblem("result_missing")


class _Search:
    """Tries places where a value may begin; together they cost no more than a few readings of the text."""

    def __init__(self, text: str, limit: int) -> None:
        self.first_start: int | None = None
        self._text = text
        self._limit = limit
        self._not_finite: list[str] = []
        self._decode = json.JSONDecoder(parse_constant=self._not_finite.append).raw_decode
        self._end = 0
        self._value: Any = None
        self.renew()

    def renew(self) -> None:
        """Allows another round of tries."""
        self._tries = _MOST_TRIES
        self._work = 2 * len(self._text) + 4096

    def starts(self, *, whole: bool) -> Iterator[int]:
        """Where a value that ends the text may begin, the likeliest first."""
        if whole and self._text.startswith(("{", "[")):
            self.first_start = 0
            yield 0
        for start in self.line_starts("{["):
            self.first_start = start
            yield start
        self.renew()
        amid = self._matching_start()
        if amid is not None:
            self.first_start = amid
            yield amid

    def line_starts(self, brackets: str) -> Iterator[int]:
        """Lines that begin with one of `brackets`, the last line first."""
        place = {bracket: len(self._text) for bracket in brackets}
        place = {bracket: self._text.rfind("\n" + bracket, 0, end) for bracket, end in place.items()}
        while (latest := max(place.values())) >= 0 and self._tries > 0 and self._work > 0:
            yield latest + 1
            for bracket, start in place.items():
                if start == latest:
                    place[bracket] = self._text.rfind("\n" + bracket, 0, latest)
        if self._text[:1] in brackets and self._text:
            yield 0

    def reaches_the_end(self, start: int) -> bool:
        return self._try(start) and self._end == len(self._text)

    def ends_its_line(self, start: int) -> bool:
        if not self._try(start):
            return False
        newline = self._text.find("\n", self._end)
        rest = self._text[self._end : newline if newline >= 0 else None].strip()
        return not rest and not tells_only_progress(self._text[start : self._end])

    def value(self, start: int) -> Any:
        """The value that was found last. Raises JsonProblem."""
        if self._not_finite:
            raise JsonProblem("result_not_finite")
        piece = self._text[start : self._end].encode("utf-8", "surrogateescape")
        if len(piece) > self._limit:
            raise JsonProblem("result_too_large")
        if not piece.isascii():
            self._value = reread(piece, self._value)
        return checked(self._value)

    def _try(self, start: int) -> bool:
        self._tries -= 1
        self._not_finite.clear()
        try:
            self._value, self._end = self._decode(self._text, start)
        except json.JSONDecodeError as error:
            self._work -= error.pos - start
            return False
        except ValueError:  # a number with thousands of digits
            return False
        except RecursionError:
            raise JsonProblem("result_too_deep") from None
        self._work -= self._end - start
        return True

    def _matching_start(self) -> int | None:
        """The bracket that the last one closes, found backwards: the JSON may begin amid a line."""
        depth = 0
        backwards = self._text[: -_SCANNED - 1 : -1]
        for token in _TOKENS.finditer(backwards):
            depth += {"}": 1, "]": 1, "{": -1, "[": -1}.get(token[0], 0)
            if depth == 0:
                return len(self._text) - token.end()
        return None


def _without_progress(text: str) -> str:
    """Cuts the lines off the end that only tell progress; they are no result."""
    end = len(text)
    for _ in range(_MOST_PROGRESS_LINES):
        while end and text[end - 1].isspace():
            end -= 1
        start = text.rfind("\n", 0, end) + 1
        if start >= end or not tells_only_progress(text[start:end]):
            break
        end = start
    return text if end == len(text) else text[:end].rstrip()


def _last_line(text: str) -> str:
    return text[text.rfind("\n") + 1 :]


def _looks_meant(text: str) -> bool:
    """Whether the last line was meant as JSON: what came before it is then not the result."""
    last = _last_line(text).strip()
    return last.endswith("}") and (last.startswith("{") or last in ("}", "}}", "]}"))
