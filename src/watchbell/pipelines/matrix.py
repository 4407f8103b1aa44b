"""One step for each value of a list, or each combination of values of several lists."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

from watchbell.pipelines.references import Lookup, reference_of, resolve

ONE = "value"
"""What `matrix.…` calls the value where the matrix is one list."""
MOST = 1_000

Values = dict[str, Any]


class NotAList(Exception):
    """A reference that should give the values of a matrix gave something else, or far too many."""


def axes_of(matrix: Any) -> list[str]:
    """The names that `matrix.…` has in this step."""
    if matrix is None:
        return []
    return [ONE] if isinstance(matrix, list) or reference_of(matrix) else list(matrix)


def expand(matrix: Any, lookup: Lookup) -> list[Values]:
    """The values of each execution of the step, in order. Raises MissingValue, NotAList."""
    lists = {ONE: matrix} if isinstance(matrix, list) or reference_of(matrix) else matrix
    resolved = {name: resolve(values, lookup) for name, values in lists.items()}
    count = 1
    for values in resolved.values():
        if not isinstance(values, list):
            raise NotAList
        count *= len(values)
    if count > MOST:
        raise NotAList
    return [dict(zip(resolved, chosen, strict=True)) for chosen in product(*resolved.values())]


def label_of(values: Values) -> str:
    """How people tell one execution of the step from the others."""
    shown = [
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for value in values.values()
    ]
    text = ", ".join(shown)
    return text if len(text) <= 100 else f"{text[:99]}…"
