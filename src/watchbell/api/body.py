"""Strict JSON: what two parsers could read differently, or a database cannot keep, is refused."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from watchbell.errors import MalformedRequest
from watchbell.kernel.found import Words, json_words
from watchbell.tasks.definition_plain import joined

_DEEPEST = 64
_MOST_DIGITS = 19
_INTEGERS = range(-(2**63), 2**63)
_LONGEST_NAME, _LONGEST_NUMBER = 80, 24
_NOT_UTF8 = Words("it is not UTF-8", "不是 UTF-8 编码")
_TOO_DEEP = Words("it is nested too deeply", "嵌套过深")
_UNCLEAN = Words("a text contains NUL or half a character", "文本中含有 NUL 或不成对的代理字符")
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
        raise _malformed(_NOT_UTF8) from error
    except json.JSONDecodeError as error:
        raise _malformed(_placed(error)) from error
    except RecursionError as error:
        raise _malformed(_TOO_DEEP) from error
    return value


def _placed(error: json.JSONDecodeError) -> Words:
    words, line, column = json_words(error.msg), error.lineno, error.colno
    return Words(f"line {line}, column {column}: {words.en}", f"第 {line} 行第 {column} 列{words.zh}")


def _check(value: Any) -> None:
    level = [("", value)]
    for _ in range(_DEEPEST):
        level = [child for path, parent in level for child in _children(path, parent)]
        if not level:
            return
    raise _malformed(_TOO_DEEP)


def _children(path: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        for name in value:
            if not is_clean(name):
                raise _malformed(_UNCLEAN, field=joined(path, ascii(name)[:_LONGEST_NAME]))
        return [(joined(path, name), item) for name, item in value.items()]
    if isinstance(value, str) and not is_clean(value):
        raise _malformed(_UNCLEAN, field=path or None)
    return [(f"{path}[{index}]", item) for index, item in enumerate(value)] if isinstance(value, list) else []


def is_clean(text: str) -> bool:
    """Whether every database and every program can take `text`: no NUL, no lone surrogate."""
    return "\0" not in text and not _SURROGATES.search(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = ascii(next(name for name in names if names.count(name) > 1))[:_LONGEST_NAME]
        raise _malformed(
            Words(f"the name {twice} occurs twice in one object", f"同一对象中名称 {twice} 重复")
        )
    return found


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS + 1 or int(digits) not in _INTEGERS:
        raise _too_large(digits)
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _too_large(digits)
    return value


def _too_large(digits: str) -> MalformedRequest:
    number = digits if len(digits) <= _LONGEST_NUMBER else f"{digits[:_LONGEST_NUMBER]}…"
    return _malformed(Words(f"the number {number} is too large", f"数字 {number} 过大"))


def _not_a_number(name: str) -> NoReturn:
    raise _malformed(Words(f"{name} is no JSON number", f"{name} 不是 JSON 数字"))


def _malformed(words: Words, field: str | None = None) -> MalformedRequest:
    return MalformedRequest("malformed_json", field=field, **words.details())
