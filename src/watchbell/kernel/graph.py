"""What depends on what: `edges` maps each name to the names it depends on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from watchbell.errors import DependencyError

Edges = Mapping[str, Collection[str]]


def find_cycle(edges: Edges) -> list[str] | None:
    """A circle such as ["a", "b", "a"] (a depends on b, b on a), or None."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return None


def order(edges: Edges) -> list[str]:
    """All names, dependencies first, else in the given order. Raises DependencyError on a circle."""
    _refuse_cycle(edges, None)
    return list(TopologicalSorter(edges).static_order())


def layers(edges: Edges) -> list[list[str]]:
    """The same in groups, each of which needs only earlier groups. Raises DependencyError on a circle."""
    _refuse_cycle(edges, None)
    sorter, groups = TopologicalSorter(edges), []
    sorter.prepare()
    while sorter.is_active():
        groups.append(list(sorter.get_ready()))
        sorter.done(*groups[-1])
    return groups


def dependents(edges: Edges, name: str, *, indirect: bool = False) -> list[str]:
    """Who depends on `name`, in the given order; with `indirect` also who depends on those."""
    users: dict[str, list[str]] = {}
    for user, needed in edges.items():
        for one in dict.fromkeys(needed):
            users.setdefault(one, []).append(user)
    if not indirect:
        return users.get(name, [])
    found, waiting = set[str](), [name]
    while waiting:
        fresh = [user for user in users.get(waiting.pop(), ()) if user not in found]
        found.update(fresh)
        waiting += fresh
    return [user for user in edges if user in found]


def check_dependencies(
    name: str, dependencies: Sequence[str], edges: Edges, field: str = "task_dependencies"
) -> None:
    """May `name` depend on `dependencies`, given all other `edges`?

    Raises DependencyError for itself, a name that is not in `edges`, or a circle; `field` tells which.
    """
    for index, dependency in enumerate(dependencies):
        if dependency == name:
            raise DependencyError("dependency_itself", field=f"{field}[{index}]", name=name)
        if dependency not in edges:
            raise DependencyError(
                "dependency_unknown", field=f"{field}[{index}]", name=name, dependency=dependency
            )
    _refuse_cycle({**edges, name: dependencies}, field)


def _refuse_cycle(edges: Edges, field: str | None) -> None:
    cycle = find_cycle(edges)
    if cycle:
        raise DependencyError("dependency_cycle", field=field, path=" → ".join(cycle))
