"""All scripts with what people ask of them: where they are, who uses them, how they last did."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import BaseModel

from watchbell.api.execution_queries import lean
from watchbell.api.execution_schema import Execution, listed
from watchbell.api.guard import may
from watchbell.api.language import language_of
from watchbell.api.script_schema import ScriptDetail
from watchbell.api.scripts import detailed
from watchbell.executions.models import Execution as Row
from watchbell.scripts.models import Script
from watchbell.scripts.usage import tasks_using

router = Router(tags=["scripts"])


class ScriptInUse(ScriptDetail):
    """`tasks`: the ids of tasks that run its file, and of pipelines with a step that runs it."""

    used_by_tasks: list[str]
    last_execution: Execution | None


class ScriptOverview(BaseModel):
    items: list[ScriptInUse]
    next_cursor: None = None


class OverviewQuery(Schema):
    script_id: int | None = None


@router.get(
    "/script-overview",
    auth=may("scripts.read"),
    response=ScriptOverview,
    operation_id="script_overview",
    summary="Scripts, who uses them and how they last did",
)
def script_overview(request: HttpRequest, query: Query[OverviewQuery]) -> ScriptOverview:
    given = {} if query.script_id is None else {"pk": query.script_id}
    scripts = list(Script.objects.select_related("folder").filter(**given).order_by("name"))
    language = language_of(request)
    last = _last_executions(scripts, language)
    users = tasks_using(scripts)
    return ScriptOverview(
        items=[
            ScriptInUse(
                **detailed(script, language).model_dump(),
                used_by_tasks=users.get(script.name, []),
                last_execution=last.get(script.name),
            )
            for script in scripts
        ]
    )


def _last_executions(scripts: Iterable[Script], language: str) -> dict[str, Execution]:
    """By name of the script; each is one step along the index of (origin, id)."""
    origin = Concat(Value("script:"), OuterRef("name"), output_field=CharField())
    newest = Row.objects.filter(origin=origin).order_by("-execution_id").values("pk")[:1]
    rows = Script.objects.filter(pk__in=[script.pk for script in scripts])
    ids = [one for one in rows.values_list(Subquery(newest), flat=True) if one]
    return {row.name: listed(row, language) for row in lean(Row.objects.filter(pk__in=ids))}
