"""Changes rows of executions only where their status still allows it; many rows with one statement.

Building an update anew through the ORM takes ten times as long as running it; these are built once
for each set of columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field

from watchbell.executions.models import Execution
from watchbell.executions.row_writer import Prepare, preparer
from watchbell.kernel.status import Status

_AT_ONCE = 100
_TABLE = Execution._meta.db_table


@dataclass(frozen=True)
class Expected:
    """How a row must still stand. `unclaimed`: what is pending must not have been handed to anybody."""

    statuses: frozenset[Status]
    unclaimed: bool = False

    @property
    def condition(self) -> str:
        statuses = ", ".join(f"'{status.value}'" for status in sorted(self.statuses))
        claim = " AND (status <> 'pending' OR claimed_at IS NULL)" if self.unclaimed else ""
        return f"status IN ({statuses}){claim}"


Change = tuple[str, dict[str, Any], Expected]


def update_as_expected(changes: Iterable[Change]) -> set[str]:
    """Applies each (id, its columns, what is expected); returns the ids of the rows that were changed."""
    alike: dict[tuple[tuple[str, ...], Expected], list[list[Any]]] = defaultdict(list)
    for key, columns, expected in changes:
        names = tuple(columns)
        alike[names, expected].append([key, *_prepared(names, columns)])
    changed: set[str] = set()
    for (names, expected), rows in alike.items():
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            values = [value for row in some for value in row]
            changed |= _run(_update_each(names, expected, len(some)), values)
    return changed


def update_all_as_expected(keys: Sequence[str], columns: dict[str, Any], expected: Expected) -> set[str]:
    """The same for rows that all get the same columns."""
    names = tuple(columns)
    values = _prepared(names, columns)
    changed: set[str] = set()
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        changed |= _run(_update_all(names, expected, len(some)), [*values, *some])
    return changed


def _run(statement: str, values: list[Any]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {key for (key,) in cursor.fetchall()}


def _prepared(names: tuple[str, ...], columns: dict[str, Any]) -> list[Any]:
    return [
        prepare(columns[name]) if prepare else columns[name]
        for name, prepare in zip(names, _preparers(names), strict=True)
    ]


@lru_cache(maxsize=200)
def _preparers(names: tuple[str, ...]) -> list[Prepare | None]:
    return [preparer(field) for field in _fields(names)]


@lru_cache(maxsize=500)
def _update_each(names: tuple[str, ...], expected: Expected, count: int) -> str:
    row = f"({', '.join(['%s'] * (len(names) + 1))})"
    assignments = ", ".join(
        f'"{field.column}" = {_given(field, position)}' for position, field in enumerate(_fields(names), 2)
    )
    rows = ", ".join([row] * count)
    return (
        f'UPDATE "{_TABLE}" SET {assignments} FROM (VALUES {rows}) AS given '  # noqa: S608 - names of our own model
        f"WHERE execution_id = given.column1 AND {expected.condition} RETURNING execution_id"
    )


@lru_cache(maxsize=500)
def _update_all(names: tuple[str, ...], expected: Expected, count: int) -> str:
    assignments = ", ".join(f'"{field.column}" = %s' for field in _fields(names))
    return (
        f'UPDATE "{_TABLE}" SET {assignments} WHERE {expected.condition} '  # noqa: S608 - names of our own model
        f"AND execution_id IN ({', '.join(['%s'] * count)}) RETURNING execution_id"
    )


def _given(field: Field[Any, Any], position: int) -> str:
    value = f"given.column{position}"
    # PostgreSQL takes what stands in a list of values for text; SQLite would change values by a cast.
    return f"{value}::{field.db_type(connection)}" if connection.vendor == "postgresql" else value


def _fields(names: tuple[str, ...]) -> list[Field[Any, Any]]:
    fields = {field.name: field for field in Execution._meta.concrete_fields}
    return [fields[name] for name in names]
