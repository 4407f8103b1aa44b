"""Saves new rows of executions with one statement, built once, for as many as there are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Field

from watchbell.executions.models import Execution


def insert(rows: Iterable[Execution]) -> None:
    """Inserts `rows`; one whose tick or key the database has already is left out."""
    fields, values_of, statement = _statement()
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [
                    field.get_db_prep_save(value, connection)
                    for field, value in zip(fields, values_of(row), strict=True)
                ]
                for row in rows
            ],
        )


@cache
def _statement() -> tuple[list[Field[Any, Any]], Any, str]:
    fields = list(Execution._meta.concrete_fields)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or field.name) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = quote(Execution._meta.db_table)
    return (
        fields,
        attrgetter(*(field.attname for field in fields)),
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING",  # noqa: S608 - our own names
    )
