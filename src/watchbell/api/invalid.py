"""What pydantic finds wrong with input, in our codes and in both languages."""

from __future__ import annotations

from typing import Any

from ninja.errors import ValidationError

from watchbell.errors import ConfigurationError, InvalidInput, MalformedRequest, WatchbellError

_CODES = {
    "missing": "field_required",
    "extra_forbidden": "parameter_unknown",
    "int_parsing": "field_not_whole",
    "int_type": "field_not_whole",
    "int_from_float": "field_not_whole",
    "int_parsing_size": "field_not_whole",
    "float_parsing": "field_not_number",
    "float_type": "field_not_number",
    "finite_number": "field_not_number",
    "string_type": "field_not_text",
    "bool_parsing": "field_not_boolean",
    "bool_type": "field_not_boolean",
    "dict_type": "field_not_object",
    "model_type": "field_not_object",
    "model_attributes_type": "field_not_object",
    "list_type": "field_not_list",
    "greater_than_equal": "field_too_small",
    "greater_than": "field_too_small",
    "less_than_equal": "field_too_large",
    "less_than": "field_too_large",
    "string_too_short": "field_too_short",
    "string_too_long": "field_too_long",
    "too_short": "field_too_short",
    "too_long": "field_too_long",
    "literal_error": "field_not_a_choice",
    "enum": "field_not_a_choice",
    "string_pattern_mismatch": "field_wrong_form",
}
_UNION_BRANCHES = ("constrained-str", "dict[str,any]", "list[any]")  # pydantic adds the branch it tried
_LIMITS = ("ge", "gt", "le", "lt", "max_length", "min_length")


def as_watchbell_error(error: ValidationError) -> WatchbellError:
    """All that is wrong with the input of a request, told at once."""
    if any(_is_missing_body(part) for part in error.errors):
        return MalformedRequest("body_missing")
    return InvalidInput([_one(part) for part in error.errors])


def _is_missing_body(part: dict[str, Any]) -> bool:
    return part["type"] == "missing" and part["loc"][0] == "body" and len(part["loc"]) == 2


def _one(part: dict[str, Any]) -> WatchbellError:
    context = part.get("ctx", {})
    field = _path(part["loc"])
    code = _CODES.get(part["type"])
    if code is None and part["type"].startswith(("datetime", "timezone", "date_")):
        code = "field_not_a_time"
    if code is None:
        return ConfigurationError("field_not_valid", field=field, name=field, detail=str(part["msg"]))
    return ConfigurationError(code, field=field, name=field, **_values(context))


def _values(context: dict[str, Any]) -> dict[str, Any]:
    limit = next((context[name] for name in _LIMITS if name in context), "")
    return {"limit": limit, "choices": str(context.get("expected", ""))}


def _path(location: tuple[str | int, ...]) -> str:
    """`("body", "data", "steps", 2, "needs")` as `steps[2].needs`."""
    parts = location[2:] if location[0] == "body" else location[1:]
    path = ""
    for part in parts:
        if isinstance(part, str) and part in _UNION_BRANCHES:
            continue
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path
