"""Dependencies: order, circles, who needs whom."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbell.errors import DependencyError
from watchbell.kernel.graph import check_dependencies, dependents, find_cycle, layers, order

EDGES = {"report": ["load"], "load": ["fetch", "clean"], "clean": ["fetch"], "fetch": []}
NAMES = st.sampled_from("abcdef")


def test_dependencies_come_first_in_the_order():
    assert order(EDGES) == ["fetch", "clean", "load", "report"]


def test_what_does_not_depend_on_each_other_is_one_layer():
    assert layers({"a": [], "b": [], "c": ["a", "b"]}) == [["a", "b"], ["c"]]


def test_dependents_are_direct_or_all():
    assert dependents(EDGES, "fetch") == ["load", "clean"]
    assert dependents(EDGES, "fetch", indirect=True) == ["report", "load", "clean"]
    assert dependents(EDGES, "report") == []


def test_a_circle_is_told_in_the_direction_of_its_dependencies():
    assert find_cycle({"a": ["b"], "b": ["c"], "c": ["a"]}) in (
        ["a", "b", "c", "a"],
        ["b", "c", "a", "b"],
        ["c", "a", "b", "c"],
    )
    assert find_cycle(EDGES) is None
    assert find_cycle({"a": ["a"]}) == ["a", "a"]


@pytest.mark.parametrize(
    ("dependencies", "code", "field"),
    [
        (["report"], "dependency_cycle", "task_dependencies"),
        (["clean", "nowhere"], "dependency_unknown", "task_dependencies[1]"),
        (["fetch"], "dependency_itself", "task_dependencies[0]"),
    ],
)
def test_a_wrong_dependency_is_refused_when_saved(dependencies, code, field):
    with pytest.raises(DependencyError) as caught:
        check_dependencies("fetch", dependencies, EDGES)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.message("en")
    assert caught.value.message("zh")


def test_right_dependencies_of_a_new_task_are_accepted():
    check_dependencies("mail", ["report", "clean"], EDGES)


def test_ordering_a_circle_is_refused():
    with pytest.raises(DependencyError):
        order({"a": ["b"], "b": ["a"]})


def test_a_chain_of_ten_thousand_tasks_is_no_problem():
    chain = {f"t{n}": [f"t{n + 1}"] for n in range(10_000)}
    assert find_cycle(chain) is None
    assert len(dependents(chain, "t10000", indirect=True)) == 10_000
    assert len(find_cycle({**chain, "t10000": ["t0"]})) == 10_002


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=3)))
def test_either_there_is_a_real_circle_or_an_order_that_holds(edges):
    cycle = find_cycle(edges)
    if cycle:
        assert cycle[0] == cycle[-1]
        assert all(later in edges[earlier] for earlier, later in pairwise(cycle))
    else:
        place = {name: index for index, name in enumerate(order(edges))}
        assert all(place[needed] < place[name] for name, all_needed in edges.items() for needed in all_needed)
