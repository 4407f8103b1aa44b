"""Strict JSON: what two parsers could read differently, or a database cannot keep, is refused."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from watchbell.errors import MalformedRequest

_DEEPEST = 64
_MOST_DIGITS = 19
_INTEGERS = range(-(2**63), 2**63)
_SURROGATES = re.compile("[\ud800-\udfff]")


class StrictParser(Parser):
    """Reads request bodies (RFC 8259, with RFC 7493's advice taken as rules)."""

    def parse_body(self, request: HttpRequest) -> Any:
        return parse(request.body)


def parse(body: bytes) -> Any:
    """The value of a JSON text. Raises MalformedRequest."""
    try:
        value = json.loads(
            body.decode(),
            object_pairs_hook=_object,
            parse_constant=_not_a_number,
            parse_int=_integer,
            parse_float=_float,
        )
        _check(value)
    except UnicodeDecodeError as error:
        raise _malformed("it is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise _malformed(f"{error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise _malformed("it is nested too deeply") from error
    return value


def _check(value: Any) -> None:
    level = [value]
    for _ in range(_DEEPEST):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise _malformed("it is nested too deeply")


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, str) and not is_clean(value):
        raise _malformed("it contains NUL or half a character")
    return value if isinstance(value, list) else []


def is_clean(text: str) -> bool:
    """Whether every database and every program can take `text`: no NUL, no lone surrogate."""
    return "\0" not in text and not _SURROGATES.search(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _malformed("a name occurs twice in one object")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS + 1 or int(digits) not in _INTEGERS:
        raise _malformed("a number is too large")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _malformed("a number is too large")
    return value


def _not_a_number(name: str) -> NoReturn:
    raise _malformed(f"{name} is no JSON number")


def _malformed(detail: str) -> MalformedRequest:
    return MalformedRequest("malformed_json", detail=detail)
