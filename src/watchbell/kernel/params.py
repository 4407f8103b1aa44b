"""Run-time parameters: what a task accepts (JSON Schema, draft 2020-12), and what it is given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, SchemaError
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from watchbell.errors import ConfigurationError, InvalidInput
from watchbell.kernel.cron_fields import shown
from watchbell.kernel.params_errors import explain, field_of

_FIELD = "task_parameters"
_REFERENCES = ("$ref", "$dynamicRef")
_DETAIL = 200


def check_schema(schema: object) -> dict[str, Any]:
    """The schema, when it can be used; {} (anything goes) for None.

    Raises ConfigurationError for the field "task_parameters": no schema of an object, not valid, a
    reference to elsewhere or to nowhere or in circles, or a default that does not fit.
    """
    if schema is None:
        return {}
    if not isinstance(schema, dict) or schema.get("type", "object") != "object":
        raise ConfigurationError("parameters_schema_not_object", field=_FIELD)
    try:
        json.dumps(schema, allow_nan=False)
        Draft202012Validator.check_schema(schema)
        _check_references(schema)
        _check_defaults(schema, _validator(schema))
        _validator(schema).is_valid({})
    except SchemaError as error:
        field, detail = field_of(_FIELD, error.absolute_path), shown(error.message, _DETAIL)
        raise ConfigurationError("parameters_bad_schema", field=field, detail=detail) from None
    except Unresolvable:
        raise ConfigurationError("parameters_broken_reference", field=_FIELD) from None
    except RecursionError:
        raise ConfigurationError("parameters_schema_circular", field=_FIELD) from None
    except (TypeError, ValueError):
        raise ConfigurationError("parameters_not_json", field=_FIELD) from None
    return schema


def apply(schema: dict[str, Any] | None, given: object, field: str = "parameters") -> dict[str, Any]:
    """What the program gets: a copy of `given` (an object, or None) with the defaults of `schema` filled in.

    Raises ConfigurationError, or InvalidInput with all of them; each names its field
    (`parameters.hosts[2]`).
    """
    try:
        values = _copy({} if given is None else given, field)
        _fill(schema or {}, values)
        errors = sorted(_validator(schema or {}).iter_errors(values), key=lambda e: list(map(str, e.path)))
    except RecursionError:
        raise ConfigurationError("parameters_too_deep", field=field) from None
    _refuse(errors, field)
    return values


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _refuse(errors: list[ValidationError], field: str) -> None:
    explained = {(e.code, e.field): e for error in errors for e in explain(error, field)}
    if len(explained) > 1:
        raise InvalidInput(list(explained.values()))
    for only in explained.values():
        raise only


def _copy(given: object, field: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ConfigurationError("parameters_not_object", field=field)
    try:
        copied: dict[str, Any] = json.loads(json.dumps(given, allow_nan=False))
    except (TypeError, ValueError):
        raise ConfigurationError("parameters_not_json", field=field) from None
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


def _check_defaults(schema: dict[str, Any], whole: Draft202012Validator, path: str = _FIELD) -> None:
    for name, part in _properties(schema):
        here = f"{path}.properties.{name}"
        # `evolve` leaves references pointing into the whole schema.
        validator = whole.evolve(schema=part)
        for error in validator.iter_errors(part["default"]) if "default" in part else []:
            detail = shown(error.message, _DETAIL)
            raise ConfigurationError(
                "parameters_bad_default", field=f"{here}.default", name=shown(name), detail=detail
            )
        _check_defaults(part, whole, here)


def _check_references(schema: dict[str, Any]) -> None:
    resource = DRAFT202012.create_resource(schema)
    resolver = Registry().with_resource("", resource).resolver()
    waiting: list[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            for reference in (part[key] for key in _REFERENCES if isinstance(part.get(key), str)):
                if not reference.startswith("#"):
                    raise ConfigurationError(
                        "parameters_remote_reference", field=_FIELD, text=shown(reference)
                    )
                resolver.lookup(reference)
        waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
