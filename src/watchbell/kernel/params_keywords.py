"""The keywords of JSON Schema whose usual implementation can be made to work for ever."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema.exceptions import ValidationError

from watchbell.kernel.params_budget import matches

Errors = Iterator[ValidationError]
_IN_PLACE = ("allOf", "oneOf", "anyOf")
_OTHERS = ("additionalProperties", "unevaluatedProperties")


def pattern(validator: Any, wanted: str, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, str) and not matches(wanted, instance):
        yield ValidationError("pattern")


def pattern_properties(validator: Any, parts: dict[str, Any], instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    for form, part in parts.items():
        for name, value in instance.items():
            if matches(form, name):
                yield from validator.descend(value, part, path=name, schema_path=form)


def additional_properties(validator: Any, part: Any, instance: Any, schema: dict[str, Any]) -> Errors:
    if not isinstance(instance, dict):
        return
    others = undescribed(schema, instance)
    if isinstance(part, dict):
        for name in others:
            yield from validator.descend(instance[name], part, path=name)
    elif not part and others:
        yield ValidationError("additionalProperties")


def unevaluated_properties(validator: Any, part: Any, instance: Any, schema: dict[str, Any]) -> Errors:
    if not isinstance(instance, dict):
        return
    known = set(_evaluated(validator, instance, schema, skip="unevaluatedProperties"))
    for name in instance:
        if name not in known and not _is_valid(validator.descend(instance[name], part)):
            yield ValidationError("unevaluatedProperties")
            return


def unique_items(validator: Any, wanted: bool, instance: Any, schema: Any) -> Errors:
    if wanted and isinstance(instance, list) and len(set(map(_key, instance))) < len(instance):
        yield ValidationError("uniqueItems")


KEYWORDS = {
    "pattern": pattern,
    "patternProperties": pattern_properties,
    "additionalProperties": additional_properties,
    "unevaluatedProperties": unevaluated_properties,
    "uniqueItems": unique_items,
}


def undescribed(schema: dict[str, Any], names: Iterable[str]) -> list[str]:
    """Those of `names` that neither `properties` nor `patternProperties` of `schema` describes."""
    forms = schema.get("patternProperties", {})
    described = schema.get("properties", {})
    return [
        name for name in names if name not in described and not any(matches(form, name) for form in forms)
    ]


def _key(value: Any) -> str:
    """The same text for what JSON Schema calls equal: 1 and 1.0 are, 1 and true are not."""
    return json.dumps(_whole(value), sort_keys=True)


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return {name: _whole(item) for name, item in value.items()} if isinstance(value, dict) else value


def _evaluated(validator: Any, instance: dict[str, Any], schema: Any, skip: str = "") -> Iterator[str]:
    """The names in `instance` that `schema`, or what it applies to the same object, has described."""
    if isinstance(schema, bool):
        return
    yield from schema.get("properties", {}).keys() & instance.keys()
    for form in schema.get("patternProperties", {}):
        yield from (name for name in instance if matches(form, name))
    for keyword in _OTHERS:
        if keyword in schema and keyword != skip:
            part = schema[keyword]
            yield from (name for name in instance if _is_valid(validator.descend(instance[name], part)))
    for inner, part in _applied(validator, instance, schema):
        yield from _evaluated(inner, instance, part)


def _applied(validator: Any, instance: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """The schemas that count for the same object, each with the validator that knows its place."""
    for keyword in ("$ref", "$dynamicRef"):
        if keyword in schema:
            found = validator._resolver.lookup(schema[keyword])
            yield validator.evolve(schema=found.contents, _resolver=found.resolver), found.contents
    parts = [part for keyword in _IN_PLACE for part in schema.get(keyword, [])]
    for part in parts:
        if _is_valid(validator.descend(instance, part)):
            yield validator.evolve(schema=part), part
    for name, part in schema.get("dependentSchemas", {}).items():
        if name in instance:
            yield validator.evolve(schema=part), part
    if "if" in schema:
        chosen = validator.evolve(schema=schema["if"]).is_valid(instance)
        if chosen:
            yield validator.evolve(schema=schema["if"]), schema["if"]
        branch = "then" if chosen else "else"
        if branch in schema:
            yield validator.evolve(schema=schema[branch]), schema[branch]


def _is_valid(errors: Errors) -> bool:
    return next(errors, None) is None
