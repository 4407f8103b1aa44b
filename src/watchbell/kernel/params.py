"""Run-time parameters: what a task accepts (JSON Schema, draft 2020-12), and what it is given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import SchemaError
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from watchbell.errors import ConfigurationError, InvalidInput
from watchbell.kernel.cron_fields import shown
from watchbell.kernel.params_budget import SECONDS, TooMuchWork, bounded_work, spend
from watchbell.kernel.params_errors import explain, explained_shortly, field_of, place_of
from watchbell.kernel.params_text import refuse_unkeepable
from watchbell.kernel.params_validator import check_against_draft, validator_of

_FIELD = "task_parameters"
_REFERENCES = ("$ref", "$dynamicRef")


def check_schema(schema: object) -> dict[str, Any]:
    """The schema, when it can be used; {} (anything goes) for None.

    Raises ConfigurationError for the field "task_parameters": no schema of an object, not valid, a
    reference to elsewhere or to nowhere or in circles, a default that does not fit, or too much work.
    """
    if schema is None:
        return {}
    if not isinstance(schema, dict) or schema.get("type", "object") != "object":
        raise ConfigurationError("parameters_schema_not_object", field=_FIELD)
    try:
        json.dumps(schema, allow_nan=False)
        with bounded_work():
            _check_all(schema)
    except TooMuchWork:
        raise ConfigurationError("parameters_check_slow", field=_FIELD, limit=SECONDS) from None
    except SchemaError as error:
        field = field_of(_FIELD, error.absolute_path)
        details = explained_shortly(error, _FIELD)
        raise ConfigurationError("parameters_bad_schema", field=field, **details) from None
    except Unresolvable:
        raise ConfigurationError("parameters_broken_reference", field=_FIELD) from None
    except RecursionError:
        raise ConfigurationError("parameters_schema_circular", field=_FIELD) from None
    except (TypeError, ValueError):
        raise ConfigurationError("parameters_not_json", field=_FIELD) from None
    return schema


def _check_all(schema: dict[str, Any]) -> None:
    check_against_draft(schema)
    _check_references(schema)
    validator = validator_of(schema)
    _check_defaults(schema, validator)
    validator.is_valid({})


def apply(schema: dict[str, Any] | None, given: object, field: str = "parameters") -> dict[str, Any]:
    """What the program gets: a copy of `given` (an object, or None) with the defaults of `schema` filled in.

    Raises ConfigurationError, or InvalidInput with all of them; each names its field
    (`parameters.hosts[2]`).
    """
    try:
        values = _copy({} if given is None else given, field)
        _fill(schema or {}, values)
        with bounded_work():
            errors = _errors_in(values, schema or {}, field)
    except RecursionError:
        raise ConfigurationError("parameters_too_deep", field=field) from None
    except TooMuchWork as work:
        raise _too_slow(work, values, field) from None
    if len(errors) > 1:
        raise InvalidInput(list(errors))
    for only in errors:
        raise only
    return values


def _errors_in(values: dict[str, Any], schema: dict[str, Any], field: str) -> list[ConfigurationError]:
    found: list[ValidationError] = list(validator_of(schema).iter_errors(values))
    found.sort(key=lambda error: list(map(str, error.path)))
    return list({(e.code, e.field): e for error in found for e in explain(error, field)}.values())


def _too_slow(work: TooMuchWork, values: dict[str, Any], field: str) -> ConfigurationError:
    place = work.text is not None and place_of(work.text, values, field)
    if not place:
        return ConfigurationError("parameters_check_slow", field=field, limit=SECONDS)
    name = shown(place.removeprefix(f"{field}."))
    return ConfigurationError("parameter_pattern_slow", field=place, name=name)


def _copy(given: object, field: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ConfigurationError("parameters_not_object", field=field)
    try:
        text = json.dumps(given, allow_nan=False)
    except (TypeError, ValueError):
        raise ConfigurationError("parameters_not_json", field=field) from None
    copied: dict[str, Any] = json.loads(text)
    refuse_unkeepable(copied, text, field)
    return copied


def _fill(schema: dict[str, Any], values: dict[str, Any]) -> None:
    for name, part in _properties(schema):
        if name not in values and "default" in part:
            values[name] = json.loads(json.dumps(part["default"]))
        if isinstance(values.get(name), dict):
            _fill(part, values[name])


def _properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, part in schema.get("properties", {}).items():
        if isinstance(part, dict):
            yield name, part


def _check_defaults(schema: dict[str, Any], whole: Any, path: str = _FIELD) -> None:
    for name, part in _properties(schema):
        here = f"{path}.properties.{name}"
        if "default" in part:
            _check_default(name, part, whole, f"{here}.default")
        _check_defaults(part, whole, here)


def _check_default(name: str, part: dict[str, Any], whole: Any, field: str) -> None:
    try:
        # `evolve` leaves references pointing into the whole schema.
        error = next(whole.evolve(schema=part).iter_errors(part["default"]), None)
    except TooMuchWork as work:
        if work.text is None:
            raise
        raise ConfigurationError("parameter_pattern_slow", field=field, name=shown(name)) from None
    if error is not None:
        details = explained_shortly(error, name)
        raise ConfigurationError("parameters_bad_default", field=field, name=shown(name), **details)


def _check_references(schema: dict[str, Any]) -> None:
    resource = DRAFT202012.create_resource(schema)
    resolver = Registry().with_resource("", resource).crawl().resolver()
    waiting: list[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            for reference in (part[key] for key in _REFERENCES if isinstance(part.get(key), str)):
                if not reference.startswith("#"):
                    raise ConfigurationError(
                        "parameters_remote_reference", field=_FIELD, text=shown(reference)
                    )
                spend()
                resolver.lookup(reference)
        waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
