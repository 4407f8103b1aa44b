"""Run-time parameters: defaults, checks, and clear refusals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbell.errors import ConfigurationError, InvalidInput
from watchbell.kernel.params import apply, check_schema

SCHEMA = {
    "type": "object",
    "properties": {
        "days": {"type": "integer", "minimum": 1, "maximum": 30, "default": 7},
        "mode": {"enum": ["fast", "full"], "default": "fast"},
        "hosts": {"type": "array", "items": {"type": "string", "minLength": 2}, "uniqueItems": True},
        "mail": {"type": "object", "properties": {"to": {"type": "string", "default": "ops"}}},
    },
    "additionalProperties": False,
}


def refused(schema: object, given: object) -> list[ConfigurationError]:
    with pytest.raises(ConfigurationError) as caught:
        apply(check_schema(schema), given)
    errors = caught.value.errors if isinstance(caught.value, InvalidInput) else [caught.value]
    assert all(error.message(language) for error in errors for language in ("en", "zh"))
    return errors


def test_defaults_are_filled_in_also_inside_given_objects():
    assert apply(SCHEMA, None) == {"days": 7, "mode": "fast"}
    assert apply(SCHEMA, {"days": 2, "mail": {}}) == {"days": 2, "mode": "fast", "mail": {"to": "ops"}}


def test_what_is_given_and_the_schema_are_left_alone():
    schema = {"properties": {"tags": {"default": []}}}
    given_values: dict[str, object] = {}
    apply(schema, given_values)["tags"].append("x")
    assert (schema, given_values) == ({"properties": {"tags": {"default": []}}}, {})


def test_without_a_schema_anything_goes():
    assert apply(check_schema(None), {"anything": [1, {"x": None}]}) == {"anything": [1, {"x": None}]}


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"days": 0}, "parameters.days", "days must be at least 1."),
        ({"days": "7"}, "parameters.days", "days must be a whole number."),
        ({"days": True}, "parameters.days", "days must be a whole number."),
        ({"mode": "slow"}, "parameters.mode", 'mode must be one of: "fast", "full".'),
        ({"hosts": ["db", "x"]}, "parameters.hosts[1]", "hosts[1] must have at least 2 characters."),
        ({"hosts": ["db", "db"]}, "parameters.hosts", "hosts must not repeat an entry."),
        ({"mail": {"to": 5}}, "parameters.mail.to", "mail.to must be text."),
        ({"dayz": 5}, "parameters.dayz", "There is no parameter dayz."),
        ([], "parameters", "Parameters are an object of names and values."),
        ({"x": float("nan")}, "parameters", "The parameters contain something that JSON cannot hold."),
        ({"x": {1, 2}}, "parameters", "The parameters contain something that JSON cannot hold."),
    ],
)
def test_a_wrong_value_is_named(values, field, sentence):
    (error,) = refused(SCHEMA, values)
    assert (error.field, str(error)) == (field, sentence)


def test_everything_wrong_is_told_at_once():
    errors = refused({**SCHEMA, "required": ["hosts", "mail"]}, {"days": 99, "a": 1, "b": 2})
    assert {error.field for error in errors} == {
        f"parameters.{name}" for name in ("days", "hosts", "mail", "a", "b")
    }


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"s": "\udcff\udcfe"}, "parameters.s", "text_not_unicode"),
        ({"s": [{"t": "a\0"}]}, "parameters.s[0].t", "text_has_nul"),
        ({"a\ud800": 1}, "parameters.'a\\ud800'", "text_not_unicode"),
    ],
)
def test_a_text_that_no_program_can_take_is_refused_by_name(values, field, code):
    (error,) = refused(None, values)
    assert (error.field, error.code) == (field, code)
    assert apply({}, {"s": "😀\\u0000"}) == {"s": "😀\\u0000"}


def deep(levels: int) -> dict[str, object]:
    value: dict[str, object] = {}
    for _ in range(levels):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ([], "parameters_schema_not_object"),
        ({"type": "array"}, "parameters_schema_not_object"),
        ({"properties": {"a": {"type": "text"}}}, "parameters_bad_schema"),
        ({"properties": {"a": {"pattern": "("}}}, "parameters_bad_schema"),
        ({"properties": {"a": {"$ref": "http://example.org/x"}}}, "parameters_remote_reference"),
        ({"properties": {"a": {"$ref": "file:///etc/passwd"}}}, "parameters_remote_reference"),
        ({"properties": {"a": {"$ref": "#/$defs/b"}}}, "parameters_broken_reference"),
        ({"$ref": "#"}, "parameters_schema_circular"),
        ({"properties": {"a": {"type": "integer", "default": "x"}}}, "parameters_bad_default"),
        ({"default": {1}}, "parameters_not_json"),
        (deep(100_000), "parameters_schema_circular"),
    ],
    ids=lambda value: value if isinstance(value, str) else "schema",
)
def test_an_unusable_schema_is_refused_when_saved(schema, code):
    (error,) = refused(schema, {})
    assert error.code == code
    assert error.field.startswith("task_parameters")


def test_references_inside_the_schema_work_also_for_defaults():
    schema = {
        "properties": {"a": {"$ref": "#/$defs/count", "default": 4}},
        "$defs": {"count": {"type": "integer"}},
    }
    assert apply(check_schema(schema), {}) == {"a": 4}
    assert refused(schema, {"a": "x"})[0].field == "parameters.a"


def test_parameters_nested_too_deeply_are_refused():
    assert refused(None, deep(100_000))[0].code == "parameters_too_deep"


KEYWORDS = st.sampled_from(
    ["type", "properties", "items", "$ref", "enum", "default", "minimum", "required", "a"]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["object", "string", "#", "#a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYWORDS, inner, max_size=3),
    max_leaves=10,
)


@given(JSON, JSON)
def test_any_json_is_accepted_or_refused_with_words(schema, values):
    try:
        apply(check_schema(schema), values)
    except ConfigurationError as error:
        assert error.field
        assert error.message("en")
        assert error.message("zh")
