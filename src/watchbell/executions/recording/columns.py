"""The columns of a host's model that can be recorded on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, TypeAlias

from django.db.models import Case, CharField, Field, Model, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Right

from watchbell.executions.recording.text import storable

Column: TypeAlias = "Field[Any, Any]"

_TEXTS = frozenset({"stdout", "stderr", "logs", "progress_message"})


def columns_of(model: type[Model]) -> dict[str, Column]:
    """The concrete columns by attribute name: no relation of that name, no output that is not text."""
    return {
        column.name: column
        for column in model._meta.concrete_fields
        if not column.is_relation
        and not column.primary_key
        and (column.name not in _TEXTS or isinstance(column, CharField | TextField))
    }


def touched(columns: dict[str, Column]) -> dict[str, Any]:
    """The `auto_now` columns with the values `save()` would give them."""
    return {
        name: column.pre_save(SimpleNamespace(), add=False)  # type: ignore[arg-type]
        for name, column in columns.items()
        if getattr(column, "auto_now", False)
    }


def fitted(column: Column, value: Any) -> Any:
    """`value` as the column can hold it; of a text that is too long the end is kept."""
    if column.name not in _TEXTS or not isinstance(value, str):
        return value
    return storable(value)[-(column.max_length or 0) :]


def added_to(column: Column, text: str) -> Any:
    """The expression for the text of the column with `text` at its end, on a line of its own."""
    name = column.name
    gap = Case(
        When(Q(**{name: ""}) | Q(**{f"{name}__isnull": True}), then=_text("")),
        When(**{f"{name}__endswith": "\n"}, then=_text("")),
        default=_text("\n"),
        output_field=TextField(),
    )
    present = Coalesce(Cast(name, TextField()), _text(""), output_field=TextField())
    whole = Concat(present, gap, _text(storable(text)), output_field=TextField())
    return Right(whole, column.max_length) if column.max_length else whole


def _text(value: str) -> Value:
    return Value(value, output_field=TextField())
