"""Reading JSON that people wrote: strict, bounded, and exact about where it is wrong (faults 26, 29, 30)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from watchbell.errors import ConfigurationError
from watchbell.kernel.found import json_words
from watchbell.tasks.definition_plain import DEEPEST, joined

LARGEST = 32 * 1024 * 1024
_TOKEN = re.compile(r'([{}\[\],:])|("(?:[^"\\]|\\.)*")|([^\s{}\[\],:"]+)')


class _WrongError(Exception):
    """Something the fast reader met without knowing where."""


def read_json(text: str) -> Any:
    """The value of `text`.

    Raises ConfigurationError with line and column (`values`): malformed, a key given twice, NaN and
    infinity, a number of thousands of digits, nested too deeply, or nothing at all.
    """
    if not text.strip():
        raise ConfigurationError("file_empty")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        words = json_words(error.msg).details()
        raise ConfigurationError("json_malformed", line=error.lineno, column=error.colno, **words) from None
    except (_WrongError, ValueError, RecursionError):
        _explain(text)


def json_lines(text: str) -> dict[str, int]:
    """The line, from 1, of each value in valid JSON, by its path (`tasks[3].task_env.A`)."""
    lines: dict[str, int] = {}
    line, seen = 1, 0
    for path, start, _ in _walk(text):
        line += text.count("\n", seen, start)
        seen = start
        lines.setdefault(path, line)
    return lines


def decoded(data: bytes) -> str:
    """Raises ConfigurationError for what is too large, or no UTF-8; a byte order mark is dropped."""
    if len(data) > LARGEST:
        raise ConfigurationError("file_too_large", limit=LARGEST)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError("file_not_utf8", position=error.start) from None


def place(text: str, offset: int) -> dict[str, Any]:
    """Line and column, from 1, of a character of `text`."""
    return {"line": text.count("\n", 0, offset) + 1, "column": offset - text.rfind("\n", 0, offset)}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _WrongError
    return found


def _constant(_: str) -> NoReturn:
    raise _WrongError


def _explain(text: str) -> NoReturn:
    """Finds what the fast reader stumbled over; slow, so only then."""
    for _, start, value in _walk(text):
        if value.lstrip("-") in ("NaN", "Infinity") or (len(value) > 4_000 and value[0] != '"'):
            raise ConfigurationError("json_not_a_number", text=value[:20], **place(text, start))
    raise ConfigurationError("nested_too_deeply", limit=DEEPEST)


class _Container:
    def __init__(self, path: str, is_list: bool) -> None:
        self.path = path
        self.index = 0 if is_list else None
        self.key: str | None = None
        self.keys: set[str] = set()

    def inner_path(self) -> str:
        return joined(self.path, self.key) if self.index is None else f"{self.path}[{self.index}]"

    def advance(self) -> None:
        self.key = None
        if self.index is not None:
            self.index += 1


def _walk(text: str) -> Iterator[tuple[str, int, str]]:
    """Path, offset and text of every key and value, in order, without recursion.

    Raises ConfigurationError for a key given twice, and beyond the greatest depth.
    """
    stack: list[_Container] = []
    for match in _TOKEN.finditer(text):
        mark, string, _ = match.groups()
        top = stack[-1] if stack else None
        if mark in ("}", "]"):
            stack.pop()
        elif mark == "," and top:
            top.advance()
        elif mark == ":":
            continue
        elif top and top.index is None and top.key is None:
            _take_key(top, json.loads(string, strict=False), text, match.start())
        else:
            path = top.inner_path() if top else ""
            yield path, match.start(), match.group()
            if mark and len(stack) >= DEEPEST:
                raise ConfigurationError("nested_too_deeply", limit=DEEPEST, **place(text, match.start()))
            if mark:
                stack.append(_Container(path, mark == "["))


def _take_key(container: _Container, key: str, text: str, offset: int) -> None:
    if key in container.keys:
        raise ConfigurationError("json_duplicate_key", key=key, **place(text, offset))
    container.keys.add(key)
    container.key = key
