"""Changes rows of executions only where their status still allows it, many with few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import connection

from watchbell.executions.models import Execution
from watchbell.kernel.status import Status

Changes = Mapping[str, tuple[dict[str, Any], frozenset[Status]]]

_SHAPE = tuple[frozenset[str], frozenset[Status]]


def update_where_status(changes: Changes) -> set[str]:
    """Applies id → (columns, allowed old statuses); returns the ids of the rows that were changed.

    Must be called in a transaction. The rows are locked as they are read (by SQLite's immediate
    transaction, elsewhere row by row), so what is found allowed stays so until the change.
    """
    shapes: dict[_SHAPE, list[str]] = defaultdict(list)
    for key, (columns, allowed) in _allowed(changes).items():
        shapes[(frozenset(columns), allowed)].append(key)
    for (names, allowed), keys in shapes.items():
        _write(names, allowed, {key: changes[key][0] for key in keys})
    return {key for keys in shapes.values() for key in keys}


def _allowed(changes: Changes) -> dict[str, tuple[dict[str, Any], frozenset[Status]]]:
    current = dict(
        Execution.objects.select_for_update().filter(pk__in=list(changes)).values_list("pk", "status")
    )
    return {key: change for key, change in changes.items() if current.get(key) in change[1]}


def _write(names: frozenset[str], allowed: frozenset[Status], rows: dict[str, dict[str, Any]]) -> None:
    fields = [field for field in Execution._meta.concrete_fields if field.name in names]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(field.column or field.name)} = %s" for field in fields)
    old = sorted(status.value for status in allowed)
    statement = (
        f"UPDATE {quote(Execution._meta.db_table)} SET {assignments} "  # noqa: S608 - names of our own model
        f"WHERE execution_id = %s AND status IN ({', '.join(['%s'] * len(old))})"
    )
    values = [
        [*(field.get_db_prep_save(row[field.name], connection) for field in fields), key, *old]
        for key, row in rows.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
