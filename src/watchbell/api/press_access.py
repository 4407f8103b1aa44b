"""Who may press which button and follow which run: the caller, their key, and the host's hook."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from watchbell.access.attempts import Attempts
from watchbell.access.keys import is_still_valid
from watchbell.access.policy import allowed, check_page
from watchbell.api.guard import caller, key_of, user_of
from watchbell.api.page_scripts import subject_of
from watchbell.api.press_schema import RunQuery, RunScript
from watchbell.errors import NotAllowed, NotAuthenticated, NotFound
from watchbell.executions.models import Execution
from watchbell.scripts.models import PageButton, Press, Script
from watchbell.scripts.press import press_button, press_script

# Whoever reads a button key in a page must not be able to fill the queue with it.
_presses_of_key = Attempts(limit=60, seconds=60)


def run_as(request: HttpRequest, script_id: int, data: RunScript, idempotency_key: str | None) -> Execution:
    """A new run of a script; on a page that has a button for it, a press of that button (seed 003).

    Raises NotFound, NotAllowed, and what `press_script` and `press_button` do.
    """
    key = key_of(request)
    if key and key.scope:
        raise NotAllowed("key_for_buttons_only")
    script = Script.objects.select_related("folder").filter(pk=script_id).first()
    if script is None:
        raise NotFound("not_found", field="script_id", what="script", name=str(script_id))
    on_page = PageButton.objects.filter(script=script, page_route=_route(data), is_enabled=True)
    button = on_page.order_by("display_order", "pk").first()
    if button:
        return press_as(request, button.pk, data, idempotency_key)
    _check(request, {"script": script.name, "page_route": None, "button_id": None, "task_id": None})
    return press_script(script, data.parameters, data.page_context, caller(request), idempotency_key)


def _route(data: RunScript) -> str:
    return data.page_context if isinstance(data.page_context, str) else ""


def press_as(request: HttpRequest, button_id: int, data: RunScript, idempotency_key: str | None) -> Execution:
    """A new run of what a button runs. Raises NotFound, NotAllowed, and what `press_button` does."""
    key = key_of(request)
    public = bool(key and key.scope)
    if public:
        _presses_of_key.take(str(key and key.pk))  # refusals, too: nobody tries all ids
    button = PageButton.objects.select_related("script__folder").filter(pk=button_id).first()
    if button is None:
        check_page(key, "")  # with a button key nobody finds out which buttons there are
        raise NotFound("not_found", field="button_id", what="page button", name=str(button_id))
    check_page(key, button.page_route)
    _check(request, subject_of(button))
    return press_button(
        button,
        data.parameters,
        caller(request),
        idempotency_key,
        key=key,
        page_context=button.page_route if public else data.page_context,
    )


def _check(request: HttpRequest, subject: dict[str, object]) -> None:
    if not allowed(user_of(request), "buttons.press", subject):
        raise NotAllowed("not_allowed")


def run_to_follow(request: HttpRequest, query: RunQuery) -> Execution:
    """The execution, where the caller may know of it. A button key sees what its pages' buttons started."""
    execution_id = query.execution_id or query.task_id
    press = Press.objects.filter(pk=execution_id).first()
    # Before anything else: with a button key nobody finds out which executions there are.
    check_page(key_of(request), press.page_route if press else "")
    row = find_run(execution_id)
    subject = {
        "execution_id": row.execution_id,
        "pressed_by": row.user,
        "page_route": press.page_route if press else None,
        "button_id": press.button_id if press else None,
    }
    if not allowed(user_of(request), "buttons.follow", subject):
        raise NotAllowed("not_allowed")
    return row


def reader_of(request: HttpRequest, execution_id: str) -> Callable[[], Execution]:
    """Reads the execution again and again; raises NotAuthenticated once the caller's key is revoked."""
    key = key_of(request)

    def read() -> Execution:
        if key and not is_still_valid(key):
            raise NotAuthenticated("button_key_not_valid" if key.scope else "invalid_key")
        return find_run(execution_id)

    return read


def find_run(execution_id: str) -> Execution:
    row = Execution.objects.filter(pk=execution_id).first()
    if row is None:
        raise NotFound("not_found", what="execution", name=execution_id[:100])
    return row
