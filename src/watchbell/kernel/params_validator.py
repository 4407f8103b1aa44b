"""The validator of parameters: JSON Schema, draft 2020-12, in bounded time."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import SchemaError, ValidationError, best_match

from watchbell.kernel.params_budget import spend
from watchbell.kernel.params_keywords import KEYWORDS

_extend: Any = validators.extend
_Bounded: Any = _extend(Draft202012Validator, KEYWORDS)
_CARRIED = [(field.alias, field.name) for field in _Bounded.__attrs_attrs__ if field.init]


def _evolve(self: Any, **changes: Any) -> Any:
    """Every step into a part of a schema comes by here, so here it is counted.

    The original would take another class, without bounds, where a part names its `$schema`.
    """
    spend()
    kept = {alias: getattr(self, name) for alias, name in _CARRIED if alias not in changes}
    return _Bounded(**kept, **changes)


_Bounded.evolve = _evolve


def validator_of(schema: dict[str, Any]) -> Any:
    """What checks values against `schema`; use it inside `bounded_work`."""
    return _Bounded(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def check_against_draft(schema: object) -> None:
    """Raises SchemaError where `schema` is no JSON Schema."""
    errors: Any = validator_of(dict(_Bounded.META_SCHEMA)).iter_errors(schema)
    worst: ValidationError | None = best_match(errors)
    if worst is not None:
        raise SchemaError.create_from(worst)
