"""What a page shows: its buttons, and the scripts behind them (seed 003, 前端加载阶段)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from watchbell.access.models import ApiKey
from watchbell.access.policy import allowed
from watchbell.access.resolver import Caller
from watchbell.api.press_schema import ButtonProblem, ListedScript, PageConfig, ScriptTask
from watchbell.errors import NotFound, WatchbellError
from watchbell.executions.models import Execution
from watchbell.kernel.status import ACTIVE
from watchbell.scripts.models import PageButton, Press, Script
from watchbell.scripts.press import problems_of_script
from watchbell.scripts.press_parameters import schema_of
from watchbell.tasks.run_now import existing_task

# The one Celery task through which the seed runs every script.
_SEED_TASK = "execute_python_script"


def listed_script(script: Script) -> ListedScript:
    properties = script.parameters_schema.get("properties", {})
    return ListedScript(
        id=script.pk,
        name=script.name,
        description=script.description,
        script_type=script.script_type,
        parameters_schema=script.parameters_schema,
        is_active=script.is_active,
        is_missing=script.is_missing,
        tasks=[ScriptTask(id=script.pk, name=_SEED_TASK, parameters=properties)],
    )


def buttons_of_page(page_route: str, user: Caller) -> list[PageButton]:
    """The buttons of a page that are switched on and that `user` may press, in their order."""
    buttons = PageButton.objects.select_related("script__folder").filter(
        page_route=page_route, is_enabled=True
    )
    return [
        button
        for button in buttons.order_by("display_order", "pk")
        if allowed(user, "buttons.press", subject_of(button))
    ]


def subject_of(button: PageButton) -> dict[str, Any]:
    """What the host's hook is told of a press."""
    return {
        "button_id": button.pk,
        "page_route": button.page_route,
        "script": button.script.name if button.script else None,
        "task_id": button.task_id or None,
    }


def page_configs(buttons: Sequence[PageButton], key: ApiKey | None, language: str) -> list[PageConfig]:
    """`buttons` as the page gets them; what only the server needs to know of one is left out."""
    running = _running(buttons)
    public = bool(key and key.scope)
    return [_page_config(button, running.get(button.pk), public, language) for button in buttons]


def _page_config(button: PageButton, running: str | None, public: bool, language: str) -> PageConfig:
    problem, name, schema = _state(button)
    closed = button.parameter_mode == "fixed" or (public and button.parameter_mode == "default")
    return PageConfig(
        id=button.pk,
        script_id=button.script.pk if button.script else None,
        task_id=button.task_id or None,
        name=name,
        page_route=button.page_route,
        button_text=button.button_text,
        button_text_en=button.button_text_en,
        position=button.position,
        button_style=button.button_style,
        display_order=button.display_order,
        is_enabled=button.is_enabled,
        parameter_mode=button.parameter_mode,  # type: ignore[arg-type]
        parameters={} if closed else button.parameters,
        parameters_schema={} if closed else schema,
        confirm_text=button.confirm_text,
        confirm_text_en=button.confirm_text_en,
        running=running,
        problem=described(problem, language) if problem else None,
    )


def _state(button: PageButton) -> tuple[WatchbellError | None, str, dict[str, Any]]:
    """Why it cannot be pressed, the name of what it runs, and the schema of its parameters."""
    if button.script:
        problem = next(iter(problems_of_script(button.script)), None)
        return problem, button.script.name, button.script.parameters_schema
    try:
        return None, existing_task(button.task_id).task_name, schema_of(button)
    except NotFound as problem:
        return problem, button.task_id, {}


def described(problem: WatchbellError, language: str) -> ButtonProblem:
    """`problem` in words."""
    return ButtonProblem(code=problem.code, message=problem.message(language), hint=problem.hint(language))


def _running(buttons: Iterable[PageButton]) -> dict[int, str]:
    """The latest execution of each button that has not ended. Few are active at a time, however long
    the history is."""
    active = Execution.objects.filter(status__in=sorted(ACTIVE), trigger="button").order_by("execution_id")
    ids = list(active.values_list("execution_id", flat=True))
    wanted = {button.pk for button in buttons}
    if not ids or not wanted:
        return {}
    presses = Press.objects.filter(execution_id__in=ids[-_MOST_ACTIVE:], button_id__in=wanted)
    return dict(presses.order_by("execution_id").values_list("button_id", "execution_id"))


_MOST_ACTIVE = 500
