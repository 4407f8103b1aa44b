"""What a JSON Schema validator finds, in words for people in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from jsonschema.exceptions import ValidationError

from watchbell.errors import ConfigurationError
from watchbell.kernel.cron_fields import shown

_CODES = {
    "minimum": "parameter_minimum",
    "maximum": "parameter_maximum",
    "exclusiveMinimum": "parameter_above",
    "exclusiveMaximum": "parameter_below",
    "multipleOf": "parameter_multiple",
    "minLength": "parameter_too_short",
    "maxLength": "parameter_too_long",
    "pattern": "parameter_pattern",
    "format": "parameter_format",
    "minItems": "parameter_too_few",
    "maxItems": "parameter_too_many",
    "minProperties": "parameter_too_few",
    "maxProperties": "parameter_too_many",
    "uniqueItems": "parameter_repeated",
    "enum": "parameter_choice",
    "const": "parameter_choice",
}
_TYPES = {
    "string": ("text", "文本"),
    "integer": ("a whole number", "整数"),
    "number": ("a number", "数字"),
    "boolean": ("true or false", " true 或 false"),
    "array": ("a list", "列表"),
    "object": ("an object", "对象"),
    "null": ("null", " null"),
}
_LONGEST_LIMIT = 200


def field_of(root: str, path: Iterable[str | int]) -> str:
    """`parameters.hosts[2].name`"""
    return root + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def explain(error: ValidationError, root: str) -> Iterator[ConfigurationError]:
    """One error of ours for each name that `error` is about."""
    field = field_of(root, error.absolute_path)
    wanted: Any = error.validator_value
    given: Any = error.instance
    if error.validator == "required":
        missing = [name for name in wanted if name not in given]
        yield from (_about("parameter_required", f"{field}.{name}") for name in missing)
    elif error.validator == "additionalProperties":
        for name in _unknown(error):
            yield _about("parameter_undefined", f"{field}.{name}", known=_nearest(name, error.schema))
    elif error.validator == "type":
        yield _about("parameter_type", field, **_expected(wanted))
    elif error.validator in _CODES:
        yield _about(_CODES[error.validator], field, limit=_limit(error))
    else:
        yield _about("parameter_invalid", field, detail=error.message[:_LONGEST_LIMIT])


def _about(code: str, field: str, **values: Any) -> ConfigurationError:
    name = field.partition(".")[2] or field
    return ConfigurationError(code, field=field, name=shown(name), **values)


def _unknown(error: ValidationError) -> list[str]:
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    patterns = schema.get("patternProperties", {})
    return [
        name
        for name in dict(error.instance)  # type: ignore[arg-type]
        if name not in schema.get("properties", {}) and not any(re.search(one, name) for one in patterns)
    ]


def _nearest(name: str, schema: object) -> str:
    known = schema.get("properties", {}) if isinstance(schema, dict) else {}
    return shown(", ".join(get_close_matches(name, known, n=2, cutoff=0.6) or sorted(known)), _LONGEST_LIMIT)


def _expected(wanted: str | list[str]) -> dict[str, str]:
    words = [_TYPES.get(one, (one, one)) for one in ([wanted] if isinstance(wanted, str) else wanted)]
    return {
        "expected": " or ".join(english for english, _ in words),
        "expected_zh": "或".join(chinese for _, chinese in words),
    }


def _limit(error: ValidationError) -> str:
    value = error.validator_value
    choices = [value] if error.validator == "const" else value if isinstance(value, list) else None
    if choices is None:
        return str(value)[:_LONGEST_LIMIT]
    return ", ".join(json.dumps(one, ensure_ascii=False) for one in choices)[:_LONGEST_LIMIT]
