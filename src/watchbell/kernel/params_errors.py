"""What a JSON Schema validator finds, in words for people in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from jsonschema.exceptions import SchemaError, ValidationError

from watchbell.errors import ConfigurationError
from watchbell.kernel.cron_fields import shown
from watchbell.kernel.params_keywords import undescribed

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
    "not": "parameter_excluded",
    "anyOf": "parameter_fits_none",
    "oneOf": "parameter_fits_not_one",
    "contains": "parameter_wrong_entries",
    "items": "parameter_not_possible",
    "unevaluatedItems": "parameter_not_possible",
    "unevaluatedProperties": "parameter_not_possible",
    None: "parameter_not_possible",
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


def explain(error: ValidationError | SchemaError, root: str) -> Iterator[ConfigurationError]:
    """One error of ours for each name that `error` is about."""
    field = field_of(root, error.absolute_path)
    wanted: Any = error.validator_value
    given: Any = error.instance
    if error.validator == "required":
        missing = [name for name in wanted if name not in given]
        yield from (_about("parameter_required", f"{field}.{name}") for name in missing)
    elif error.validator == "dependentRequired":
        needed = {one for name, others in wanted.items() if name in given for one in others}
        missing = sorted(needed - given.keys())
        yield from (_about("parameter_required", f"{field}.{name}") for name in missing)
    elif error.validator == "additionalProperties":
        for name in undescribed(_schema_of(error), given):
            yield _about("parameter_undefined", f"{field}.{name}", known=_nearest(name, error.schema))
    elif error.validator == "type":
        yield _about("parameter_type", field, **_expected(wanted))
    elif error.validator in _CODES:
        yield _about(_CODES[error.validator], field, limit=_limit(error))
    else:
        yield _about("parameter_invalid", field, limit=error.validator)


def explained_shortly(error: ValidationError | SchemaError, root: str) -> dict[str, str]:
    """`detail` and `detail_zh`: what is wrong, to stand in a longer sentence."""
    first = next(explain(error, root), None) or _about("parameter_invalid", root, limit=error.validator)
    return {"detail": first.message("en").rstrip("."), "detail_zh": first.message("zh").rstrip("。")}


def place_of(text: str, value: Any, path: str) -> str | None:
    """Where in `value`, which stands at `path`, the very object `text` is: as a value, or as a name."""
    waiting = [(path, value)]
    while waiting:
        here, part = waiting.pop()
        if part is text:
            return here
        if isinstance(part, dict):
            named = next((name for name in part if name is text), None)
            if named is not None:
                return f"{here}.{named}"
            waiting += [(f"{here}.{name}", item) for name, item in part.items()]
        elif isinstance(part, list):
            waiting += [(f"{here}[{index}]", item) for index, item in enumerate(part)]
    return None


def _about(code: str, field: str, **values: Any) -> ConfigurationError:
    name = field.partition(".")[2] or field
    return ConfigurationError(code, field=field, name=shown(name), **values)


def _schema_of(error: ValidationError | SchemaError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _nearest(name: str, schema: object) -> str:
    known = schema.get("properties", {}) if isinstance(schema, dict) else {}
    return shown(", ".join(get_close_matches(name, known, n=2, cutoff=0.6) or sorted(known)), _LONGEST_LIMIT)


def _expected(wanted: str | list[str]) -> dict[str, str]:
    words = [_TYPES.get(one, (one, one)) for one in ([wanted] if isinstance(wanted, str) else wanted)]
    return {
        "expected": " or ".join(english for english, _ in words),
        "expected_zh": "或".join(chinese for _, chinese in words),
    }


def _limit(error: ValidationError | SchemaError) -> str:
    value = error.validator_value
    choices = [value] if error.validator == "const" else value if isinstance(value, list) else None
    if choices is None:
        return str(value)[:_LONGEST_LIMIT]
    return ", ".join(json.dumps(one, ensure_ascii=False) for one in choices)[:_LONGEST_LIMIT]
