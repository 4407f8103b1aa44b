"""How the steps of a pipeline fit together: ids, needs, circles, and where values come from."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.kernel.graph import find_cycle
from watchbell.pipelines.conditions import check_condition
from watchbell.pipelines.matrix import MOST, axes_of
from watchbell.pipelines.references import ROOTS, STEP_VALUES, Reference, reference_of, references

Steps = list[tuple[str, dict[str, Any]]]
"""Each step as it was written, with its path; what is no object, or has no id, is not among them."""


def steps_of(config: Any) -> Steps:
    given = config.get("steps") if isinstance(config, dict) else None
    pairs = enumerate(given if isinstance(given, list) else [])
    return [
        (f"steps[{index}]", step)
        for index, step in pairs
        if isinstance(step, dict) and isinstance(step.get("id"), str)
    ]


def needs_of(step: dict[str, Any]) -> list[str]:
    needs = step.get("needs")
    return [name for name in needs if isinstance(name, str)] if isinstance(needs, list) else []


def graph_errors(steps: Steps) -> Iterator[ConfigurationError]:
    """Ids given twice, needs that do not exist, and circles."""
    known = {step["id"] for _, step in steps}
    seen: set[str] = set()
    for path, step in steps:
        if step["id"] in seen:
            yield ConfigurationError("pipeline_step_twice", field=f"{path}.id", step=step["id"])
        seen.add(step["id"])
        yield from _need_errors(path, step, known)
    edges: dict[str, list[str]] = {}
    for _, step in steps:
        edges.setdefault(step["id"], []).extend(name for name in needs_of(step) if name != step["id"])
    cycle = find_cycle(edges)
    if cycle:
        path = next(path for path, step in steps if step["id"] == cycle[0])
        yield ConfigurationError("pipeline_cycle", field=f"{path}.needs", path=" → ".join(cycle))


def value_errors(steps: Steps, parameters: dict[str, Any] | None) -> Iterator[ConfigurationError]:
    """What is wrong with references, conditions and matrices.

    `parameters` is the schema of the pipeline's parameters; None where it is not known.
    """
    before = _upstream(steps)
    many = {step["id"] for _, step in steps if step.get("matrix") is not None}
    for path, step in steps:
        matrix = step.get("matrix")
        axes = axes_of(matrix) if isinstance(matrix, dict | list) else []
        if step.get("if") is not None:
            yield from check_condition(step["if"], f"{path}.if")
        yield from _matrix_errors(matrix, f"{path}.matrix")
        for name in ("parameters", "env", "if", "matrix"):
            for where, reference in references(step.get(name), f"{path}.{name}"):
                allowed = [] if name == "matrix" else axes
                yield from _reference_errors(where, reference, before, step["id"], allowed, parameters)
                yield from _position_errors(where, reference, many)


def _need_errors(path: str, step: dict[str, Any], known: set[str]) -> Iterator[ConfigurationError]:
    for index, name in enumerate(needs_of(step)):
        field = f"{path}.needs[{index}]"
        if name == step["id"]:
            yield ConfigurationError("pipeline_needs_itself", field=field, step=name)
        elif name not in known:
            yield _unknown_step(field, name, known)
    if step.get("when") == "failed" and not needs_of(step):
        yield ConfigurationError("pipeline_when_without_needs", field=f"{path}.when", step=step["id"])


def _unknown_step(field: str, name: str, known: set[str]) -> ConfigurationError:
    close = get_close_matches(name, known, n=3, cutoff=0.6) or sorted(known)[:20]
    return ConfigurationError("pipeline_step_unknown", field=field, step=name, known=", ".join(close))


def _upstream(steps: Steps) -> dict[str, set[str]]:
    """Everything that has ended before each step starts. Good for circles, too."""
    needs = {step["id"]: needs_of(step) for _, step in steps}
    found: dict[str, set[str]] = {}
    for name in needs:
        waiting = list(needs[name])
        reached: set[str] = set()
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting += needs.get(one, ()) if one not in found else ()
                reached |= found.get(one, set())
        found[name] = reached
    return found


def _reference_errors(
    where: str,
    reference: Reference,
    before: dict[str, set[str]],
    own: str,
    axes: list[str],
    parameters: dict[str, Any] | None,
) -> Iterator[ConfigurationError]:
    root, rest = (*reference.path[:1], "")[0], reference.path[1:]
    if root not in ROOTS or not all(reference.path) or (root == "steps" and len(rest) < 2):
        yield ConfigurationError("pipeline_reference_form", field=where, text=reference.text)
    elif root == "parameters":
        yield from _parameter_errors(where, rest[0] if rest else "", parameters)
    elif root == "matrix":
        if not axes or (rest and rest[0] not in axes):
            known = ", ".join(axes)
            yield ConfigurationError("pipeline_matrix_unknown", field=where, text=reference.text, known=known)
    elif rest[0] not in before:
        yield _unknown_step(where, rest[0], set(before))
    elif rest[0] not in before[own]:
        yield ConfigurationError("pipeline_reference_not_before", field=where, step=rest[0], own=own)
    elif rest[1] not in STEP_VALUES:
        yield ConfigurationError(
            "pipeline_step_value_unknown", field=where, name=rest[1], known=", ".join(STEP_VALUES)
        )


def _position_errors(where: str, reference: Reference, many: set[str]) -> Iterator[ConfigurationError]:
    """A step with a matrix has a list of everything but its status: a position comes first."""
    path = reference.path
    if len(path) < 4 or reference.step not in many or path[2] not in STEP_VALUES or path[2] == "status":
        return
    if not path[3].isdecimal():
        yield ConfigurationError(
            "pipeline_list_without_position", field=where, step=path[1], name=path[2], part=path[3]
        )


def _parameter_errors(
    where: str, name: str, parameters: dict[str, Any] | None
) -> Iterator[ConfigurationError]:
    if parameters is None or not name or name in parameters.get("properties", {}):
        return
    if parameters.keys() & {"patternProperties", "allOf", "anyOf", "oneOf", "$ref"}:
        return  # the schema names them in some other way
    if parameters.get("additionalProperties"):
        return
    known = ", ".join(parameters.get("properties", {}))
    yield ConfigurationError("pipeline_parameter_unknown", field=where, name=name, known=known)


def _matrix_errors(matrix: Any, path: str) -> Iterator[ConfigurationError]:
    if not isinstance(matrix, dict | list) or reference_of(matrix):
        return
    lists = {path: matrix} if isinstance(matrix, list) else {f"{path}.{k}": v for k, v in matrix.items()}
    if not lists:
        yield ConfigurationError("pipeline_matrix_form", field=path)
    count = 1
    for where, values in lists.items():
        if isinstance(values, list):
            count *= len(values)
        elif not reference_of(values):
            yield ConfigurationError("pipeline_matrix_form", field=where)
    if count > MOST:
        yield ConfigurationError("pipeline_matrix_too_large", field=path, count=count, limit=MOST)
