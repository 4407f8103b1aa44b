"""Reading the history: each page is a walk along an index, however long the history is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, JSONField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat, Length
from django.db.models.lookups import LessThanOrEqual
from ninja import Schema
from pydantic import Field

from watchbell.api.execution_schema import HEAVY, ExecutionPage, listed
from watchbell.api.execution_zones import with_zones
from watchbell.api.fields import Instant
from watchbell.api.paging import PageQuery, after, page
from watchbell.errors import ConfigurationError
from watchbell.executions.models import Execution
from watchbell.kernel.status import Status

_SHORT = 4096
_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class HistoryFilter(Schema):
    """What of the history to show; times are those at which executions were made, `to` is exclusive."""

    status: list[str] = Field([], description="One or several statuses, repeated or separated by commas.")
    trigger: str | None = Field(None, max_length=100)
    kind: str | None = Field(None, max_length=100)
    q: str | None = Field(None, max_length=200, description="Part of a name, id or error message.")
    from_: Instant | None = Field(None, alias="from")
    to: Instant | None = None


class ExecutionFilter(HistoryFilter):
    task_id: str | None = Field(None, max_length=100)
    parent_id: str | None = Field(None, max_length=100, description="The steps of this pipeline.")
    script: str | None = Field(None, max_length=100, description="The name of a script.")

    @property
    def of_one(self) -> bool:
        return bool(self.task_id or self.script)


class ExecutionQuery(ExecutionFilter, PageQuery):
    pass


def execution_page(query: ExecutionQuery, language: str) -> ExecutionPage:
    """One page of what `query` asks for, newest first."""
    rows = filtered(query)
    last = after(query.cursor, 1)
    if last:
        rows = rows.filter(execution_id__lt=last[0])
    found = list(lean(rows.order_by("-execution_id"))[: query.limit + 1])
    shown, cursor = page(found, query.limit, lambda row: (row.execution_id,))
    items = [listed(row, language) for row in shown]
    with_zones(items)
    return ExecutionPage(items=items, next_cursor=cursor)


def count_by_status(query: ExecutionFilter) -> dict[Status, int]:
    """How many there are of each status, whatever status `query` itself asks for."""
    rows = _selected(query)
    if query.of_one or not _without_steps(query):
        return _counted(rows.values_list("status"))
    return count_statuses(rows, list(Status))


def count_statuses(rows: QuerySet[Execution], statuses: Sequence[Status]) -> dict[Status, int]:
    """How many of `rows` have each of `statuses`, the steps of pipelines left out.

    Naming the statuses lets the database count along its index of (status, id), which is in memory. Steps
    have a small index of their own: they are counted apart, and taken off.
    """
    everything = _counted(rows.filter(status__in=list(statuses)).values_list("status"))
    steps = _counted(rows.filter(parent_id__isnull=False).values_list(Concat("status", Value(""))))
    left = {status: n - steps.get(status, 0) for status, n in everything.items()}
    return {status: n for status, n in left.items() if n > 0}


def _counted(rows: QuerySet[Execution, Any]) -> dict[Status, int]:
    return {Status(status): n for status, n in rows.annotate(n=Count("*")).order_by()}


def filtered(query: ExecutionFilter) -> QuerySet[Execution]:
    rows = _selected(query)
    if _without_steps(query):
        rows = rows.exclude(kind="step")
    statuses = _statuses(query.status)
    return _with_status(rows, statuses, of_one=query.of_one) if statuses else rows


def _selected(query: ExecutionFilter) -> QuerySet[Execution]:
    """What `query` asks for, of whatever status; the steps of pipelines among it."""
    rows = Execution.objects.filter(**_exact(query), **_between(query))
    if query.q:
        rows = rows.filter(
            Q(name__icontains=query.q)
            | Q(origin__icontains=query.q)
            | Q(error_message__icontains=query.q)
            | Q(execution_id__icontains=query.q)
        )
    return rows


def _without_steps(query: ExecutionFilter) -> bool:
    """The steps of pipelines are seen with their pipeline, or where they are asked for."""
    return not (query.kind or query.parent_id or query.of_one)


def _with_status(rows: QuerySet[Execution], statuses: list[str], of_one: bool) -> QuerySet[Execution]:
    if not of_one:
        return rows.filter(status__in=statuses)
    # SQLite would walk its index of all that has this status, in search of the few of one task or script.
    return rows.alias(stands=Concat("status", Value(""))).filter(stands__in=statuses)


def lean(rows: QuerySet[Execution]) -> QuerySet[Execution]:
    """Without the columns that can be large; each is there as `short_<column>` where it is small."""
    small = {f"short_{column}": _if_small(column) for column in HEAVY}
    return rows.defer(*HEAVY, "definition").annotate(**small)


def _if_small(column: str) -> Case:
    is_small = LessThanOrEqual(Length(Cast(column, TextField())), _SHORT)
    return Case(When(is_small, then=F(column)), default=None, output_field=JSONField())


def _exact(query: ExecutionFilter) -> dict[str, str]:
    exact = {"trigger": query.trigger, "kind": query.kind, "parent_id": query.parent_id}
    if query.task_id:
        exact["origin"] = f"task:{query.task_id}"
    elif query.script:
        exact["origin"] = f"script:{query.script}"
    return {name: value for name, value in exact.items() if value}


def _between(query: ExecutionFilter) -> dict[str, str]:
    """An id begins with the time it was made (RFC 9562), so a range of times is a range of ids."""
    bounds = {"execution_id__gte": query.from_, "execution_id__lt": query.to}
    return {name: first_id_at(time) for name, time in bounds.items() if time}


def first_id_at(time: datetime) -> str:
    """An id that sorts just before every one that was made at `time` or later."""
    milliseconds = -(-(time - _EPOCH) // _MILLISECOND)
    return str(UUID(int=min(max(milliseconds, 0), 2**48 - 1) << 80))


def _statuses(given: list[str]) -> list[str]:
    names = [name.strip() for text in given for name in text.split(",") if name.strip()]
    unknown = next((name for name in names if name not in set(Status)), None)
    if unknown is not None:
        raise ConfigurationError(
            "field_not_a_choice", field="status", name="status", choices=", ".join(Status)
        )
    return names
