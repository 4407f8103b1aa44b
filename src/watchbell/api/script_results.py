"""What scripts gave back: a list, and each as a file (seed 003, 结果存储)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router
from pydantic import BaseModel, Field

from watchbell.api.execution_queries import lean
from watchbell.api.executions import find_execution
from watchbell.api.guard import may
from watchbell.api.language import language_of
from watchbell.api.paging import PageQuery, after, page
from watchbell.errors import NotFound
from watchbell.executions.models import Execution
from watchbell.executions.wording import error_text
from watchbell.kernel.status import TERMINAL, Status
from watchbell.messages import MESSAGES
from watchbell.scripts.models import Script
from watchbell.scripts.press import origin_of

router = Router(tags=["scripts"])


class ScriptResult(BaseModel):
    """A run of a script that has ended. `result` is null where there is none, or one of over 4 KiB."""

    execution_id: str
    script_id: int | None
    script_name: str
    file_name: str
    status: Status
    reason: str
    script_output: str = Field(description="`message` of its result.")
    error_message: str
    has_result: bool
    result: Any
    result_problem: str
    page_context: str | dict[str, Any] | None
    user: str
    created_at: datetime
    end_time: datetime | None
    execution_time: float | None = Field(description="Seconds.")


class ScriptResultPage(BaseModel):
    items: list[ScriptResult]
    next_cursor: str | None


class ResultQuery(PageQuery):
    script_id: int | None = None


@router.get(
    "/script-results",
    auth=may("executions.read"),
    response=ScriptResultPage,
    operation_id="list_script_results",
    summary="What scripts gave back, newest first",
)
def list_script_results(request: HttpRequest, query: Query[ResultQuery]) -> ScriptResultPage:
    rows = Execution.objects.filter(kind="script", status__in=sorted(TERMINAL))
    if query.script_id is not None:
        script = Script.objects.filter(pk=query.script_id).first()
        if script is None:
            raise NotFound("not_found", field="script_id", what="script", name=str(query.script_id))
        rows = rows.filter(origin=origin_of(script))
    if last := after(query.cursor, 1):
        rows = rows.filter(execution_id__lt=last[0])
    found = list(lean(rows.order_by("-execution_id"))[: query.limit + 1])
    shown, cursor = page(found, query.limit, lambda row: (row.execution_id,))
    ids = dict(Script.objects.filter(name__in={row.name for row in shown}).values_list("name", "pk"))
    with_result = set(
        Execution.objects.filter(pk__in=[row.pk for row in shown], result__isnull=False).values_list(
            "pk", flat=True
        )
    )
    language = language_of(request)
    items = [_shown(row, ids.get(row.name), row.pk in with_result, language) for row in shown]
    return ScriptResultPage(items=items, next_cursor=cursor)


@router.get(
    "/executions/{execution_id}/result/download",
    auth=may("executions.read"),
    operation_id="download_execution_result",
    summary="The result of an execution, as a file",
    openapi_extra={
        "responses": {
            200: {"description": "The result.", "content": {"application/json": {"schema": {}}}},
        }
    },
)
def download_execution_result(request: HttpRequest, execution_id: str) -> HttpResponse:
    """Named `{script_name}_执行结果_{id}.json`. 404: its `result_problem`, or `no_result`."""
    row = find_execution(execution_id)
    if row.result is None:
        raise NotFound(row.result_problem if row.result_problem in MESSAGES else "no_result")
    text = json.dumps(row.result, ensure_ascii=False, indent=2)
    # A result may hold half a character; what stands in its place is none either.
    response = HttpResponse(text.encode(errors="replace"), content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, file_name(row)) or "attachment"
    return response


def file_name(row: Execution) -> str:
    name = "".join("_" if one in '/\\:*?"<>|' or not one.isprintable() else one for one in row.name)
    return f"{name or row.kind}_执行结果_{row.execution_id}.json"


def _shown(row: Execution, script_id: int | None, has_result: bool, language: str) -> ScriptResult:
    result: Any = getattr(row, "short_result", None)
    return ScriptResult(
        execution_id=row.execution_id,
        script_id=script_id,
        script_name=row.name,
        file_name=file_name(row),
        status=Status(row.status),
        reason=row.reason,
        script_output=str(result.get("message", "")) if isinstance(result, dict) else "",
        error_message=error_text(row, language),
        has_result=has_result,
        result=result,
        result_problem=row.result_problem,
        page_context=getattr(row, "short_page_context", None),
        user=row.user,
        created_at=row.created_at,
        end_time=row.completed_at,
        execution_time=row.duration,
    )
