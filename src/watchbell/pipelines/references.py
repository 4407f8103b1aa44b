"""References to values: data, never text that is evaluated.

`{"from": "steps.build.result.path"}` stands for that value, with its own type; `"default"` beside it is
taken where there is none. `{"literal": …}` is taken as it is. Paths are names and positions joined by dots,
or a list of them where a name has a dot itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

ROOTS = ("parameters", "steps", "matrix")
STEP_VALUES = ("result", "status", "reason", "return_code", "execution_id")

Path = tuple[str, ...]
Lookup = Callable[[Path], Any]


class MissingValue(Exception):
    """There is nothing at `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(".".join(path))
        self.path = path


@dataclass(frozen=True)
class Reference:
    path: Path
    has_default: bool = False
    default: Any = None

    @property
    def text(self) -> str:
        return ".".join(self.path)

    @property
    def step(self) -> str | None:
        """The step whose value this is."""
        return self.path[1] if self.path[0] == "steps" and len(self.path) > 1 else None


def reference_of(value: Any) -> Reference | None:
    """The reference that `value` is, if it is one; its path may be empty, then it is not valid."""
    if not isinstance(value, dict) or "from" not in value or value.keys() - {"from", "default"}:
        return None
    given = value["from"]
    parts = given.split(".") if isinstance(given, str) else given if isinstance(given, list) else []
    return Reference(tuple(map(str, parts)), "default" in value, value.get("default"))


def references(value: Any, path: str = "") -> Iterator[tuple[str, Reference]]:
    """Every reference in `value`, each with where it stands."""
    waiting = [(path, value)]
    while waiting:
        here, part = waiting.pop()
        found = reference_of(part)
        if found:
            yield here, found
        elif isinstance(part, dict) and part.keys() != {"literal"}:
            waiting += [(f"{here}.{key}" if here else str(key), inner) for key, inner in part.items()]
        elif isinstance(part, list):
            waiting += [(f"{here}[{index}]", inner) for index, inner in enumerate(part)]


def resolve(value: Any, lookup: Lookup) -> Any:
    """`value` with each reference replaced by what it stands for. Raises MissingValue."""
    reference = reference_of(value)
    if reference:
        return _found(reference, lookup)
    if isinstance(value, dict):
        if value.keys() == {"literal"}:
            return value["literal"]
        return {key: resolve(inner, lookup) for key, inner in value.items()}
    return [resolve(inner, lookup) for inner in value] if isinstance(value, list) else value


def walk(value: Any, rest: Path, whole: Path) -> Any:
    """What is at `rest` inside `value`. Raises MissingValue for `whole`."""
    for part in rest:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            raise MissingValue(whole)
    return value


def _found(reference: Reference, lookup: Lookup) -> Any:
    try:
        return lookup(reference.path)
    except MissingValue:
        if reference.has_default:
            return reference.default
        raise
