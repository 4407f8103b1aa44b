"""Values of the run in the options of a task: data that is looked up, never text that is evaluated."""

from __future__ import annotations

from typing import Any

from watchbell.errors import ConfigurationError

_ROOT = "parameters"


def fill(value: Any, parameters: dict[str, Any], field: str) -> Any:
    """`value` with each `{"from": "parameters.hosts.0"}` replaced by that parameter, with its own type.

    `"default"` beside it is taken where there is none. Raises ConfigurationError naming the place.
    """
    if isinstance(value, list):
        return [fill(part, parameters, f"{field}[{index}]") for index, part in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if "from" in value and value.keys() <= {"from", "default"}:
        return _found(value, parameters, field)
    return {key: fill(part, parameters, f"{field}.{key}") for key, part in value.items()}


def wrong_placeholders(value: Any, field: str) -> list[ConfigurationError]:
    """What could never be filled in, for those who write it down."""
    if isinstance(value, list):
        parts = [(f"{field}[{index}]", part) for index, part in enumerate(value)]
    elif isinstance(value, dict):
        if "from" in value and value.keys() <= {"from", "default"}:
            is_right = str(value["from"]).partition(".")[0] == _ROOT
            return [] if is_right else [_wrong(value, field)]
        parts = [(f"{field}.{key}", part) for key, part in value.items()]
    else:
        return []
    return [problem for path, part in parts for problem in wrong_placeholders(part, path)]


def as_text(value: Any) -> str:
    """How `value` is written where only text can be: in an address, a form, a variable."""
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _found(reference: dict[str, Any], parameters: dict[str, Any], field: str) -> Any:
    root, *steps = str(reference["from"]).split(".")
    if root != _ROOT:
        raise _wrong(reference, field)
    found: Any = parameters
    try:
        for step in steps:
            found = found[int(step)] if isinstance(found, list) else found[step]
    except (KeyError, IndexError, ValueError, TypeError):
        if "default" in reference:
            return reference["default"]
        raise ConfigurationError("value_missing", field=field, path=str(reference["from"])[:200]) from None
    return found


def _wrong(reference: dict[str, Any], field: str) -> ConfigurationError:
    return ConfigurationError("value_not_a_parameter", field=field, path=str(reference["from"])[:200])
