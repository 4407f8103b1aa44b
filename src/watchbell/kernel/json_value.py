"""A value that came as JSON, made fit to be kept: finite, not too deep, text that every database takes."""

from __future__ import annotations

import json
import re
from typing import Any

MOST_LEVELS = 100

_SUSPECT = re.compile(r"\\u0000|\\ud[89a-f]")
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class JsonProblem(Exception):
    """Why there is no value; `code` is a message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse(content: bytes) -> Any:
    """The value of a whole file of JSON. Raises JsonProblem."""
    constants: list[str] = []
    try:
        value = json.loads(decoded(content), parse_constant=constants.append)
    except RecursionError:
        raise JsonProblem("result_too_deep") from None
    except ValueError:
        raise JsonProblem("result_invalid") from None
    if constants:
        raise JsonProblem("result_not_finite")
    return checked(value)


def checked(value: Any) -> Any:
    """`value`, with NUL and lone surrogates replaced. Raises JsonProblem."""
    if _is_deep(value):
        raise JsonProblem("result_too_deep")
    try:
        text = json.dumps(value, allow_nan=False)
    except ValueError:  # 1e999 is read as infinity
        raise JsonProblem("result_not_finite") from None
    if not _SUSPECT.search(text):
        return value
    text = _NUL.sub(r"\1\\ufffd", json.dumps(value, ensure_ascii=False))
    return json.loads(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def decoded(content: bytes) -> str:
    """UTF-8, else what Chinese systems write, else whatever of UTF-8 can be read."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def reread(content: bytes, value: Any) -> Any:
    """`value` as read from bytes that were no UTF-8, once more in the encoding they are in."""
    try:
        content.decode()
        return value
    except UnicodeDecodeError:
        pass
    try:
        return json.loads(decoded(content))
    except ValueError:
        return json.loads(content.decode("utf-8", "replace"))


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MOST_LEVELS):
        level = [
            part
            for one in level
            for part in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(part, dict | list)
        ]
        if not level:
            return False
    return True
