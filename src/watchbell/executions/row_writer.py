"""Saves many rows of one model with one statement that is built once.

Building a statement anew through the ORM takes ten times as long as running it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    FloatField,
    IntegerField,
    Model,
    TextField,
)

Prepare = Callable[[Any], Any]
_AS_IT_IS = (BooleanField, CharField, FloatField, IntegerField, TextField)


class RowWriter:
    """`conflict` is what follows ON CONFLICT; see `ignore` and `replace`."""

    def __init__(self, model: type[Model], conflict: str) -> None:
        self._model = model
        self._conflict = conflict

    @classmethod
    def ignore(cls, model: type[Model]) -> RowWriter:
        """Leaves out a row whose key or tick the database has already."""
        return cls(model, "DO NOTHING")

    @classmethod
    def replace(cls, model: type[Model], columns: Sequence[str]) -> RowWriter:
        """Overwrites `columns` of a row whose primary key the database has already."""
        pk = model._meta.pk
        assert pk is not None
        return cls(
            model,
            f'("{pk.column}") DO UPDATE SET '
            + ", ".join(f'"{name}" = excluded."{name}"' for name in columns),
        )

    def write(self, rows: Iterable[Model]) -> None:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.executemany(self._statement, [self._values(row) for row in rows])

    def _values(self, row: Model) -> list[Any]:
        values = list(self._read(row))
        for position, prepare in self._prepared:
            values[position] = prepare(values[position])
        return values

    @cached_property
    def _fields(self) -> list[Field[Any, Any]]:
        return list(self._model._meta.concrete_fields)

    @cached_property
    def _read(self) -> Callable[[Model], tuple[Any, ...]]:
        return attrgetter(*(field.attname for field in self._fields))

    @cached_property
    def _prepared(self) -> list[tuple[int, Prepare]]:
        """Where a value is not what the database takes, and what makes it so."""
        return [
            (position, prepare) for position, field in enumerate(self._fields) if (prepare := preparer(field))
        ]

    @cached_property
    def _statement(self) -> str:
        columns = ", ".join(f'"{field.column}"' for field in self._fields)
        marks = ", ".join(["%s"] * len(self._fields))
        table = self._model._meta.db_table
        return f'INSERT INTO "{table}" ({columns}) VALUES ({marks}) ON CONFLICT {self._conflict}'  # noqa: S608


def preparer(field: Field[Any, Any]) -> Prepare | None:
    """What makes a value of `field` one that the database takes; None where it is one already."""
    if isinstance(field, _AS_IT_IS):
        return None
    if isinstance(field, DateTimeField):
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value

    def prepare(value: Any) -> Any:
        return None if value is None else field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])

    return prepare
