"""References, conditions and matrices: data, never code."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from watchbell.pipelines.conditions import holds, same
from watchbell.pipelines.matrix import NotAList, expand, label_of
from watchbell.pipelines.references import MissingValue, Path, references, resolve, walk

WORLD = {
    "parameters": {"n": 7, "text": "7", "yes": True, "none": None, "a.b": 1, "list": [1, {"x": "y"}]},
    "steps": {"build": {"status": "success", "result": {"n": 1.5}}},
}


def lookup(path: Path) -> Any:
    return walk(WORLD, path, path)


def at(path: Any, **more: Any) -> dict[str, Any]:
    return {"from": path, **more}


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (at("parameters.n"), 7),
        (at("parameters.list.1.x"), "y"),
        (at(["parameters", "a.b"]), 1),
        (at("parameters.gone", default="d"), "d"),
        (at("parameters.none"), None),
        ({"a": [at("parameters.yes")], "b": "parameters.n"}, {"a": [True], "b": "parameters.n"}),
        ({"literal": at("parameters.n")}, at("parameters.n")),
        ({"from": "parameters.n", "to": 1}, {"from": "parameters.n", "to": 1}),
        ("{{ 7 * 7 }} ${HOME} $(id)", "{{ 7 * 7 }} ${HOME} $(id)"),
    ],
)
def test_a_reference_stands_for_a_value_of_its_own_type(value: Any, meant: Any) -> None:
    assert resolve(value, lookup) == meant


@pytest.mark.parametrize(
    "path", ["parameters.list.2", "parameters.list.-1", "parameters.n.x", "parameters.list.x"]
)
def test_what_is_not_there_is_named(path: str) -> None:
    with pytest.raises(MissingValue, match=path):
        resolve(at(path), lookup)


def test_every_reference_is_found_with_its_place() -> None:
    value = {"a": [at("x.y"), {"b": at("z")}], "literal": {"literal": at("no")}}
    assert {(where, one.text) for where, one in references(value, "p")} == {
        ("p.a[0]", "x.y"),
        ("p.a[1].b", "z"),
    }


N, TEXT, GONE = at("parameters.n"), at("parameters.text"), at("parameters.gone.deep")


@pytest.mark.parametrize(
    ("condition", "true"),
    [
        ({"value": N, "equals": 7}, True),
        ({"value": N, "equals": 7.0}, True),
        ({"value": N, "equals": "7"}, False),
        ({"value": N, "not_equals": "7"}, True),
        ({"value": at("parameters.yes"), "equals": 1}, False),
        ({"value": N, "in": [1, 7]}, True),
        ({"value": N, "in": 7}, False),
        ({"value": N, "not_in": [1]}, True),
        ({"value": N, "greater": 6.5, "less": 8}, True),
        ({"value": N, "at_least": 7, "at_most": 7}, True),
        ({"value": N, "greater": "1"}, False),
        ({"value": TEXT, "less": "8"}, True),
        ({"value": at("parameters.yes"), "greater": 0}, False),
        ({"value": GONE, "exists": False}, True),
        ({"value": GONE, "equals": None}, True),
        ({"value": at("parameters.none"), "exists": True}, False),
        ({"value": N, "exists": True}, True),
        ({"value": N, "greater": at("steps.build.result.n")}, True),
        ({"all": [{"value": N, "equals": 7}, {"value": N, "equals": 8}]}, False),
        ({"any": [{"value": N, "equals": 7}, {"value": N, "equals": 8}]}, True),
        ({"not": {"value": N, "equals": 7}}, False),
        ({"all": []}, True),
        ({"value": 3, "equals": 3}, True),
    ],
)
def test_conditions_compare_values_of_the_same_kind(condition: dict[str, Any], true: bool) -> None:
    assert holds(condition, lookup) is true


def test_true_is_not_one_however_deep() -> None:
    assert same({"a": [1, 2.0]}, {"a": [1.0, 2]})
    assert not same({"a": [True]}, {"a": [1]})
    assert not same([1], [1, 2])


def test_a_matrix_is_a_list_or_all_combinations() -> None:
    assert expand(["a", 1], lookup) == [{"value": "a"}, {"value": 1}]
    assert expand(at("parameters.list"), lookup) == [{"value": 1}, {"value": {"x": "y"}}]
    assert expand({"os": ["l", "m"], "n": [1, 2]}, lookup)[2] == {"os": "m", "n": 1}
    assert expand({"os": ["l"], "n": []}, lookup) == []
    for wrong in (at("parameters.n"), {"n": at("parameters.text")}, list(range(2000))):
        with pytest.raises(NotAList):
            expand(wrong, lookup)


def test_the_label_of_a_value_is_short() -> None:
    assert label_of({"os": "linux", "n": 3, "x": {"y": None}}) == 'linux, 3, {"y": null}'
    assert len(label_of({"os": "x" * 500})) == 100


def test_looking_up_is_bound_to_the_values_of_one_instance() -> None:
    assert resolve(at("n"), partial(lambda path, matrix: matrix[path[0]], matrix={"n": 3})) == 3
