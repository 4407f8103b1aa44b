"""The routes of seed 003, with its shapes: the buttons of a page, pressing one, and what became of it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Body, Query, Router
from pydantic import Field

from watchbell.access.policy import check_page
from watchbell.api.event_stream import event_stream
from watchbell.api.fields import IdempotencyKey
from watchbell.api.following import LONGEST_WAIT, wait_for_change
from watchbell.api.guard import csrf_token, key_of, may, user_of
from watchbell.api.language import language_of
from watchbell.api.page_scripts import buttons_of_page, listed_script, page_configs
from watchbell.api.paging import PageQuery, after, page
from watchbell.api.press_access import press_as, reader_of, run_as, run_to_follow
from watchbell.api.press_schema import PageScripts, RunQuery, RunScript, RunState, ScriptStarted
from watchbell.api.run_state import run_state, state_mark
from watchbell.errors import ConfigurationError, NotAllowed
from watchbell.executions.models import Execution
from watchbell.kernel.status import Status
from watchbell.scripts.models import Script

router = Router(tags=["page buttons"])


class ScriptQuery(PageQuery):
    page_route: str | None = Field(None, max_length=300, description="The buttons of this page alone.")


class WaitQuery(RunQuery):
    wait: float = Field(0, ge=0, le=LONGEST_WAIT, description="Seconds to wait for a change.")
    seen: str = Field("", max_length=20, description="`state` of the answer before.")


@router.get(
    "/scripts",
    auth=may("buttons.show"),
    response=PageScripts,
    operation_id="list_scripts",
    summary="Scripts, or the buttons of a page",
)
def list_scripts(request: HttpRequest, response: HttpResponse, query: Query[ScriptQuery]) -> PageScripts:
    """With `page_route`: its buttons, in order, and the scripts they run. Without: all scripts, by name."""
    token = csrf_token(request, response)
    if query.page_route is None:
        if (key := key_of(request)) and key.scope:
            raise NotAllowed("key_for_buttons_only")
        return _all_scripts(query, token)
    check_page(key_of(request), query.page_route)
    buttons = buttons_of_page(query.page_route, user_of(request))
    scripts = {button.script.pk: listed_script(button.script) for button in buttons if button.script}
    return PageScripts(
        scripts=list(scripts.values()),
        items=list(scripts.values()),
        page_configs=page_configs(buttons, key_of(request), language_of(request)),
        next_cursor=None,
        csrf_token=token,
    )


@router.post(
    "/execute-script",
    auth=may("buttons.press"),
    response=ScriptStarted,
    operation_id="execute_script",
    summary="Run a script, or press a page button",
)
def execute_script(
    request: HttpRequest, data: Annotated[RunScript, Body(...)], idempotency_key: IdempotencyKey = None
) -> ScriptStarted:
    """The same `Idempotency-Key` gives the same execution. 409 where the script or button is switched off."""
    if data.button_id is not None and data.script_id is not None:
        raise ConfigurationError("press_without_target", field="button_id")
    if data.button_id is not None:
        row = press_as(request, data.button_id, data, idempotency_key)
    elif data.script_id is not None:
        row = run_as(request, data.script_id, data, idempotency_key)
    else:
        raise ConfigurationError("press_without_target", field="button_id")
    return ScriptStarted(task_id=row.execution_id, execution_id=row.execution_id, status=Status(row.status))


@router.get(
    "/script-task-result",
    auth=may("buttons.follow"),
    response=RunState,
    operation_id="get_script_task_result",
    summary="What became of a run",
)
def get_script_task_result(request: HttpRequest, query: Query[WaitQuery]) -> RunState:
    """With `wait`: on the next change, or when the time is over. With `seen` nothing between is missed."""
    row = run_to_follow(request, query)
    if query.wait and not row.is_finished:
        seen = query.seen or state_mark(row)
        row = wait_for_change(request, reader_of(request, row.execution_id), seen, query.wait)
    return _shown(request, row)


@router.get(
    "/script-task-result/stream",
    auth=may("buttons.follow"),
    operation_id="stream_script_task_result",
    summary="What becomes of a run, live",
    openapi_extra={
        "responses": {
            200: {
                "description": "What script-task-result answers: at once, on each change, at the end.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            }
        }
    },
)
def stream_script_task_result(
    request: HttpRequest, query: Query[RunQuery]
) -> StreamingHttpResponse | HttpResponse:
    """Server-sent events; they end when the key is revoked. 501 `stream_not_possible` without ASGI."""
    row = run_to_follow(request, query)
    return event_stream(
        request, row.execution_id, reader_of(request, row.execution_id), lambda row: _shown(request, row)
    )


def _all_scripts(query: ScriptQuery, token: str | None) -> PageScripts:
    rows = Script.objects.order_by("name")
    if last := after(query.cursor, 1):
        rows = rows.filter(name__gt=last[0])
    shown, cursor = page(list(rows[: query.limit + 1]), query.limit, lambda script: (script.name,))
    items = [listed_script(script) for script in shown]
    return PageScripts(scripts=items, items=items, page_configs=[], next_cursor=cursor, csrf_token=token)


def _shown(request: HttpRequest, row: Execution) -> RunState:
    key = key_of(request)
    return run_state(row, language_of(request), with_log=not (key and key.scope))
