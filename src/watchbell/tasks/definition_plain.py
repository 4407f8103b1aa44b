"""What any store can keep: JSON that is finite, shallow, and made of real characters (faults 30, 56)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from watchbell.errors import ConfigurationError

DEEPEST = 40
MOST_NODES = 600_000
_LARGEST = 2**63


def check_plain(data: Any, root: str = "") -> list[ConfigurationError]:
    """What in `data` cannot be kept, each with its path below `root`."""
    errors: list[ConfigurationError] = []
    waiting: list[tuple[str, Any, int]] = [(root, data, 0)]
    visited = 0
    while waiting and len(errors) < 100:
        path, value, depth = waiting.pop()
        visited += 1
        if visited > MOST_NODES:
            return [ConfigurationError("too_many_values", limit=MOST_NODES)]
        if depth > DEEPEST:
            errors.append(_at(path, "nested_too_deeply", limit=DEEPEST))
            continue
        if isinstance(value, dict):
            errors += _wrong_keys(value, path)
        if isinstance(value, dict | list | tuple):
            waiting += [(inner, item, depth + 1) for inner, item in _parts(value, path)]
        else:
            errors += [_at(path, code, **values) for code, values in _wrong_scalar(value)]
    return errors


def joined(path: str, key: object) -> str:
    """The path of `key` below `path`."""
    return f"{path}.{key}" if path else str(key)


def _parts(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        return ((joined(path, key), item) for key, item in value.items())
    return ((f"{path}[{index}]", item) for index, item in enumerate(value))


def _wrong_keys(value: dict[Any, Any], path: str) -> list[ConfigurationError]:
    problems = [(key, code) for key in value for code in _wrong_key(key)]
    return [_at(joined(path, ascii(key)), code, kind=type(key).__name__) for key, code in problems]


def _wrong_key(key: object) -> Iterator[str]:
    if isinstance(key, str):
        yield from (code for code, _ in _wrong_text(key))
    else:
        yield "not_json"


def _wrong_scalar(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, str):
        yield from _wrong_text(value)
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield "number_not_finite", {}
    elif isinstance(value, int):
        if not -_LARGEST <= value < _LARGEST:
            yield "number_too_large", {}
    elif value is not None:
        yield "not_json", {"kind": type(value).__name__}


def _wrong_text(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if "\0" in text:
        yield "text_has_nul", {}
    try:
        text.encode()
    except UnicodeEncodeError:
        yield "text_not_unicode", {}


def _at(path: str, code: str, **values: Any) -> ConfigurationError:
    return ConfigurationError(code, field=path or None, **values)
