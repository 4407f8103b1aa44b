"""Nothing that users write into a schema keeps the server busy for ever."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from watchbell.errors import ConfigurationError
from watchbell.kernel import params_budget
from watchbell.kernel.params import apply, check_schema

# `(a|a)*$` takes 2 to the number of letters, in every engine that tries one way after the other.
SLOW = "(a|a)*$"
LONG = "a" * 60 + "!"


@pytest.fixture(autouse=True)
def less_time(monkeypatch):
    monkeypatch.setattr(params_budget, "SECONDS", 0.3)


def schema_of(**part: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": part}}


def refused(action: Any, *arguments: Any) -> ConfigurationError:
    started = time.thread_time()
    with pytest.raises(ConfigurationError) as caught:
        action(*arguments)
    assert time.thread_time() - started < 5
    assert caught.value.message("zh")
    assert caught.value.hint("en")
    return caught.value


def nested_all_of(levels: int) -> dict[str, Any]:
    parts = {f"l{n}": {"allOf": [{"$ref": f"#/$defs/l{n + 1}"}] * 2} for n in range(levels)}
    return {"type": "object", "$ref": "#/$defs/l0", "$defs": {**parts, f"l{levels}": {"type": "object"}}}


@pytest.mark.parametrize(
    ("schema", "given", "field"),
    [
        (schema_of(type="string", pattern=SLOW), {"a": LONG}, "parameters.a"),
        (schema_of(items={"pattern": SLOW}), {"a": ["b", LONG]}, "parameters.a[1]"),
        ({"patternProperties": {SLOW: {}}}, {LONG: 1}, f"parameters.{LONG}"),
        ({"patternProperties": {SLOW: {}}, "additionalProperties": False}, {LONG: 1}, f"parameters.{LONG}"),
        ({"propertyNames": {"pattern": SLOW}}, {LONG: 1}, f"parameters.{LONG}"),
        ({"$ref": "#/$defs/x", "unevaluatedProperties": False,
          "$defs": {"x": {"patternProperties": {SLOW: {}}}}}, {LONG: 1}, f"parameters.{LONG}"),
        (schema_of(**{"$schema": "https://json-schema.org/draft/2020-12/schema"}, pattern=SLOW), {"a": LONG},
         "parameters.a"),
        (schema_of(**{"not": {"pattern": SLOW}}), {"a": LONG}, "parameters.a"),
    ],
)  # fmt: skip
def test_a_pattern_that_takes_too_long_names_the_parameter_it_was_for(schema, given, field):
    error = refused(apply, check_schema(schema), given)
    assert (error.code, error.field) == ("parameter_pattern_slow", field)


def test_a_slow_default_is_refused_when_the_task_is_saved():
    error = refused(check_schema, schema_of(pattern=SLOW, default=LONG))
    assert (error.code, error.field) == ("parameter_pattern_slow", "task_parameters.properties.a.default")


def test_other_threads_go_on_while_a_slow_pattern_is_searched():
    schema, seen = check_schema(schema_of(pattern=SLOW)), []
    searching = threading.Thread(target=lambda: seen.append(refused(apply, schema, {"a": LONG}).code))
    searching.start()
    turns = 0
    while searching.is_alive():
        time.sleep(0.01)
        turns += 1
    assert seen == ["parameter_pattern_slow"]
    assert turns > 2


@pytest.mark.parametrize("levels", [22, 60])
def test_references_that_multiply_are_refused_when_saved(levels):
    error = refused(check_schema, nested_all_of(levels))
    assert (error.code, error.field) == ("parameters_check_slow", "task_parameters")


def test_references_that_multiply_only_for_some_values_are_refused_when_run():
    inner = nested_all_of(40)
    schema = check_schema({"properties": {"a": {"$ref": "#/$defs/l0"}}, "$defs": inner["$defs"]})
    error = refused(apply, schema, {"a": {}})
    assert (error.code, error.field) == ("parameters_check_slow", "parameters")


def test_many_references_to_names_far_away_are_followed_at_once():
    parts = {f"p{n}": {"$ref": "#end"} for n in range(300)}
    check_schema({"properties": parts, "$defs": {"z": {"$anchor": "end", "type": "integer"}}})


def test_a_long_list_of_unlike_things_is_compared_at_once():
    schema = schema_of(type="array", uniqueItems=True)
    items: list[Any] = [{"n": n} for n in range(5_000)]
    assert apply(schema, {"a": items}) == {"a": items}
    assert apply(schema, {"a": [1, True, "1", [1], [True]]})
    with pytest.raises(ConfigurationError):
        apply(schema, {"a": [{"n": 1}, 2, {"n": 1.0}]})


@pytest.mark.parametrize(
    ("pattern", "fits", "not_fits"),
    [
        (r"^[a-z][a-z0-9-]{0,62}$", "web-1", "Web"),
        (r"^\${e}$", "${e}", "${f}"),
        (r"^a{i}", "a{i}", "b"),
        (r"^(?P<x>ab)-(?P=x)$", "ab-ab", "ab-ba"),
        (r"(?<!b)a(?=c)", "ac", "bac"),
        (r"^\d{4}-\d{2}-\d{2}\Z", "2026-03-01", "2026-3-1"),
        (r"(?i)^straße$", "STRAßE", "STRASSE"),
        (r"^[^\\{}]+$", "x", "{x}"),
    ],
)
def test_patterns_mean_what_they_always_meant(pattern, fits, not_fits):
    schema = check_schema(schema_of(pattern=pattern))
    assert apply(schema, {"a": fits}) == {"a": fits}
    with pytest.raises(ConfigurationError) as caught:
        apply(schema, {"a": not_fits})
    assert caught.value.code == "parameter_pattern"


def test_unevaluated_names_are_those_no_part_describes():
    schema = check_schema({
        "$ref": "#/$defs/base", "unevaluatedProperties": False,
        "patternProperties": {"^x_": {}},
        "if": {"required": ["on"]}, "then": {"properties": {"on": {}}},
        "dependentSchemas": {"b": {"properties": {"c": {}}}},
        "$defs": {"base": {"properties": {"b": {}}}},
    })  # fmt: skip
    values = {"b": 1, "x_1": 1, "on": 1, "c": 1}
    assert apply(schema, values) == values
    with pytest.raises(ConfigurationError) as caught:
        apply(schema, {"c": 1})
    assert caught.value.code == "parameter_not_possible"


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"type": "text"}}},
        {"properties": {"a": {"pattern": "("}}},
        schema_of(type="integer", default="x"),
        schema_of(default=1, **{"not": {"const": 1}}),
        schema_of(default=1, oneOf=[{"type": "integer"}, {"minimum": 0}]),
        schema_of(default=[1], contains={"type": "string"}),
        schema_of(default=1, anyOf=[{"type": "string"}, {"minimum": 3}]),
    ],
)
def test_what_is_wrong_with_a_schema_is_told_in_chinese_alone(schema):
    with pytest.raises(ConfigurationError) as caught:
        check_schema(schema)
    words = caught.value.message("zh")
    assert not any(word in words for word in (" is ", " not ", " under ", "valid", "must"))
