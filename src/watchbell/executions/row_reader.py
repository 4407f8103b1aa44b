"""Reads rows of one model by a statement that is written out.

For what is asked many times a second: building such a question anew through the ORM, and finding
out again how each column is converted, takes several times as long as answering it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Convert = Callable[[Any, Any, Any], Any]


class RowReader(Generic[Row]):
    """`read` takes what follows FROM; the table is known there by its `alias`."""

    def __init__(self, model: type[Row], alias: str) -> None:
        self._model = model
        self._alias = alias
        self._fields = list(model._meta.concrete_fields)

    def read(self, rest: str, values: Sequence[Any] | Mapping[str, Any]) -> list[Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(f"{self._select} {rest}", values)
            found = [list(values) for values in cursor.fetchall()]
        for position, column, converts in self._converted:
            for row in found:
                if (value := row[position]) is not None:
                    for convert in converts:
                        value = convert(value, column, connection)
                    row[position] = value
        return [self._model.from_db(DEFAULT_DB_ALIAS, self._names, row) for row in found]

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self._fields]

    @cached_property
    def _select(self) -> str:
        columns = ", ".join(f'{self._alias}."{field.column}"' for field in self._fields)
        return f'SELECT {columns} FROM "{self._model._meta.db_table}" AS {self._alias}'  # noqa: S608 - our names

    @cached_property
    def _converted(self) -> list[tuple[int, Any, list[Convert]]]:
        """Where a value of the database is not what the model holds, and what makes it so."""
        connection = connections[DEFAULT_DB_ALIAS]
        columns = [field.get_col(self._alias) for field in self._fields]
        found = [
            (
                position,
                column,
                connection.ops.get_db_converters(column) + column.get_db_converters(connection),
            )
            for position, column in enumerate(columns)
        ]
        return [entry for entry in found if entry[2]]
