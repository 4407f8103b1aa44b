"""What pydantic finds wrong with input, in our codes and in both languages."""

from __future__ import annotations

from typing import Any

from ninja.errors import ValidationError

from watchbell.errors import ConfigurationError, InvalidInput, MalformedRequest, WatchbellError
from watchbell.kernel.found import pydantic_code, pydantic_values

_CODES = {
    "extra_forbidden": "parameter_unknown",
    "finite_number": "field_not_number",
    "string_too_short": "field_too_short",
    "string_too_long": "field_too_long",
    "too_short": "field_too_few",
    "too_long": "field_too_many",
}
_UNION_BRANCHES = ("constrained-str", "dict[str,any]", "list[any]")  # pydantic adds the branch it tried


def as_watchbell_error(error: ValidationError) -> WatchbellError:
    """All that is wrong with the input of a request, told at once."""
    if any(_is_missing_body(part) for part in error.errors):
        return MalformedRequest("body_missing")
    return InvalidInput([_one(part) for part in error.errors])


def _is_missing_body(part: dict[str, Any]) -> bool:
    return part["type"] == "missing" and part["loc"][0] == "body" and len(part["loc"]) == 2


def _one(part: dict[str, Any]) -> WatchbellError:
    field = _path(part["loc"])
    code = _CODES.get(part["type"]) or pydantic_code(part["type"])
    if not field and code == "field_not_object":
        return ConfigurationError("body_not_object")
    name = field or "body"
    return ConfigurationError(code, field=field or None, name=name, **pydantic_values(part))


def _path(location: tuple[str | int, ...]) -> str:
    """`("body", "data", "steps", 2, "needs")` as `steps[2].needs`."""
    parts = location[2:] if location[0] == "body" else location[1:]
    path = ""
    for part in parts:
        if isinstance(part, str) and part in _UNION_BRANCHES:
            continue
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path
