"""Values of the run in the options of a task: data that is looked up, never text that is evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    found = _references(value, field)
    return [_wrong(one, path) for path, one in found if str(one["from"]).partition(".")[0] != _ROOT]


def undefined_parameters(
    config: dict[str, Any], options: Iterable[str], schema: dict[str, Any]
) -> list[ConfigurationError]:
    """Placeholders in `options` for parameters that no run can have, because `schema` closes the list."""
    if schema.get("additionalProperties") is not False:
        return []
    found = (
        (path, one) for name in options for path, one in _references(config.get(name), f"task_config.{name}")
    )
    return [
        ConfigurationError("value_missing", field=path, path=str(one["from"])[:200])
        for path, one in found
        if "default" not in one and _first(one) not in {None, *schema.get("properties", {})}
    ]


def _references(value: Any, field: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict) and "from" in value and value.keys() <= {"from", "default"}:
        yield field, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _references(part, f"{field}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _references(part, f"{field}[{index}]")


def _first(reference: dict[str, Any]) -> str | None:
    """The parameter that a reference begins with; None where it is all of them."""
    return next(iter(str(reference["from"]).split(".")[1:2]), None)


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
