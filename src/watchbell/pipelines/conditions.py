"""The `if` of a step: comparisons of values, as data.

`{"value": {"from": "steps.test.result.passed"}, "equals": true}`; several comparisons of one value must all
hold. `{"all": […]}`, `{"any": […]}` and `{"not": {…}}` put conditions together. A value that is not there
is `null`, and does not `exist`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.pipelines.references import Lookup, MissingValue, resolve

DEEPEST = 20


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: `true` is not 1, and the order of keys does not matter."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def _among(value: Any, choices: Any) -> bool:
    return isinstance(choices, list) and any(same(value, choice) for choice in choices)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Numbers with numbers and text with text; anything else is in no order."""

    def holds(value: Any, limit: Any) -> bool:
        return any(_are(kind, value, limit) for kind in ((int, float), str)) and compare(value, limit)

    return holds


def _are(kind: Any, *values: Any) -> bool:
    return all(isinstance(value, kind) and not isinstance(value, bool) for value in values)


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": same,
    "not_equals": lambda value, other: not same(value, other),
    "in": _among,
    "not_in": lambda value, choices: not _among(value, choices),
    "greater": _ordered(lambda value, limit: value > limit),
    "less": _ordered(lambda value, limit: value < limit),
    "at_least": _ordered(lambda value, limit: value >= limit),
    "at_most": _ordered(lambda value, limit: value <= limit),
}
_GROUPS = ("all", "any")


def check_condition(condition: Any, path: str, depth: int = 0) -> Iterator[ConfigurationError]:
    """What is wrong with the form of a condition; references are checked elsewhere."""
    if not isinstance(condition, dict) or depth > DEEPEST:
        yield ConfigurationError("pipeline_condition_form", field=path)
    elif group := next((name for name in (*_GROUPS, "not") if name in condition), None):
        yield from _check_group(condition, group, path, depth)
    elif "value" not in condition:
        yield ConfigurationError("pipeline_condition_form", field=path)
    else:
        yield from _check_comparisons(condition, path)


def holds(condition: dict[str, Any], lookup: Lookup) -> bool:
    if "all" in condition:
        return all(holds(part, lookup) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, lookup) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], lookup)
    value, exists = _value(condition["value"], lookup)
    if "exists" in condition and condition["exists"] is not exists:
        return False
    return all(
        COMPARISONS[name](value, _value(limit, lookup)[0])
        for name, limit in condition.items()
        if name in COMPARISONS
    )


def _check_group(
    condition: dict[str, Any], group: str, path: str, depth: int
) -> Iterator[ConfigurationError]:
    parts = condition[group]
    if len(condition) > 1 or (group in _GROUPS and not isinstance(parts, list)):
        yield ConfigurationError("pipeline_condition_form", field=path)
    elif group == "not":
        yield from check_condition(parts, f"{path}.not", depth + 1)
    else:
        for index, part in enumerate(parts):
            yield from check_condition(part, f"{path}.{group}[{index}]", depth + 1)


def _check_comparisons(condition: dict[str, Any], path: str) -> Iterator[ConfigurationError]:
    known = (*COMPARISONS, "exists")
    for name in condition.keys() - {"value", *known}:
        yield ConfigurationError(
            "field_unknown", field=f"{path}.{name}", name=name, known=", ".join(("value", *known))
        )
    if not condition.keys() & set(known):
        yield ConfigurationError("pipeline_condition_form", field=path)
    if not isinstance(condition.get("exists", True), bool):
        yield ConfigurationError("field_not_boolean", field=f"{path}.exists", name="exists")


def _value(given: Any, lookup: Lookup) -> tuple[Any, bool]:
    try:
        value = resolve(given, lookup)
    except MissingValue:
        return None, False
    return value, value is not None
