"""Parameters as command line arguments, as data says: nothing is expanded and no shell reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from watchbell.errors import ExecutionError

_MOST_COUNTED = 20


def arguments_of(described: Iterable[dict[str, Any]], parameters: dict[str, Any]) -> list[str]:
    """What follows the program. Each description has `name`, `flag` (None: positional), `action`, `position`.

    Actions: value, list, repeat, flag, flag_off, switch, count. A parameter that is absent or null is
    left out. Raises ExecutionError where a value of a list would be read as an option.
    """
    options: list[str] = []
    positional: list[str] = []
    for one in sorted(described, key=lambda one: one.get("position", 0)):
        value = parameters.get(one["name"])
        if value is None:
            continue
        if one["flag"] is None:
            positional += [_text(part) for part in (value if isinstance(value, list) else [value])]
        else:
            options += _option(one, value)
    # What follows "--" is no option, whatever it begins with.
    return [*options, "--", *positional] if positional else options


def _option(one: dict[str, Any], value: Any) -> list[str]:
    flag = one["flag"]
    match one["action"]:
        case "flag":
            return [flag] if value else []
        case "flag_off":
            return [] if value else [flag]
        case "switch":
            return [flag] if value else ["--no-" + flag.removeprefix("--")]
        case "count":
            return [flag] * min(int(value), _MOST_COUNTED)
        case "repeat":
            return [word for part in _parts(value) for word in _joined(flag, _text(part))]
        case "list":
            return [flag, *_plain(one["name"], _parts(value))]
    return _joined(flag, _text(value))


def _joined(flag: str, value: str) -> list[str]:
    """As one word, so that a value that begins with '-' stays a value."""
    if flag.startswith("--"):
        return [f"{flag}={value}"]
    return [flag + value] if value else [flag, value]


def _plain(name: str, parts: list[Any]) -> list[str]:
    words = [_text(part) for part in parts]
    if any(word.startswith("-") and isinstance(part, str) for word, part in zip(words, parts, strict=True)):
        raise ExecutionError("argument_like_option", field=f"parameters.{name}", name=name)
    return words


def _parts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
