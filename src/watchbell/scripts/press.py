"""Running a script or pressing a page button (seed 003, API 调用阶段)."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from watchbell.access.models import ApiKey
from watchbell.errors import Conflict, NotFound, WatchbellError
from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.executions.spec import definition_of
from watchbell.executors import get_executor
from watchbell.kernel import params
from watchbell.scripts.contract import NO_PAGE, script_spec
from watchbell.scripts.models import PageButton, Press, Script
from watchbell.scripts.press_parameters import parameters_of_press
from watchbell.scripts.register import trouble_of
from watchbell.tasks.run_now import key_of, run_now, same_request


def press_script(
    script: Script,
    parameters: dict[str, Any] | None = None,
    page_context: str | dict[str, Any] = NO_PAGE,
    user: str = "",
    idempotency_key: str | None = None,
    *,
    trigger: str = "manual",
    retry_of: str | None = None,
) -> Execution:
    """A new execution of `script`, or the one that `idempotency_key` made before. Runs may overlap.

    Raises Conflict (switched off, missing, the key was used for something else) and
    ConfigurationError (parameters).
    """
    for problem in problems_of_script(script):
        raise problem
    spec = script_spec(script)
    row = Execution(
        kind="script",
        origin=origin_of(script),
        name=script.name,
        runner=get_executor(spec.executor).runner_of(spec.config),
        definition=definition_of(spec),
        trigger=trigger,
        retry_of=retry_of,
        user=user,
        parameters=params.apply(script.parameters_schema, parameters or {}),
        page_context=page_context or NO_PAGE,
        idempotency_key=key_of(user, idempotency_key),
    )
    return _saved(row)


def press_again(earlier: Execution, user: str = "", idempotency_key: str | None = None) -> Execution:
    """Runs the script of an `earlier` execution as it is now, with the same parameters.

    Raises NotFound where the script is gone, and as `press_script` does.
    """
    name = earlier.origin.partition(":")[2]
    script = Script.objects.select_related("folder").filter(name=name).first()
    if script is None:
        raise NotFound("not_found", what="script", name=name)
    given, context = earlier.parameters, earlier.page_context
    return press_script(
        script, given, context, user, idempotency_key, trigger="rerun", retry_of=earlier.execution_id
    )


def press_button(
    button: PageButton,
    parameters: dict[str, Any] | None = None,
    user: str = "",
    idempotency_key: str | None = None,
    *,
    key: ApiKey | None = None,
    page_context: str | dict[str, Any] = "",
) -> Execution:
    """A new execution of what `button` runs; a task's own overlap policy counts.

    `key` is the API key it is pressed with. Raises as `press_script` does, Conflict for a button that is
    switched off, NotFound for a task that is gone.
    """
    if not button.is_enabled:
        raise Conflict("button_disabled", name=button.button_text)
    given = parameters_of_press(button, parameters or {}, scoped=bool(key and key.scope))
    context = page_context or button.page_route
    with transaction.atomic():
        if button.script:
            execution = press_script(button.script, given, context, user, idempotency_key, trigger="button")
        else:
            execution = run_now(
                button.task_id,
                parameters=given,
                user=user,
                trigger="button",
                idempotency_key=idempotency_key,
                page_context=context,
            )
        Press.objects.get_or_create(
            execution=execution, defaults={"button": button, "page_route": button.page_route, "key": key}
        )
    return execution


def origin_of(script: Script) -> str:
    return f"script:{script.name}"


def problems_of_script(script: Script) -> list[WatchbellError]:
    """Why `script` cannot run now."""
    if not script.is_active:
        own = script.found.get("switched_off") and trouble_of(script)
        return [Conflict(own.code, **own.values) if own else Conflict("script_inactive", name=script.name)]
    if script.is_missing:
        return [Conflict("script_missing", name=script.name)]
    return []


def _saved(row: Execution) -> Execution:
    key = row.idempotency_key
    if key and (earlier := Execution.objects.filter(idempotency_key=key).first()):
        return same_request(earlier, row)
    try:
        with transaction.atomic():
            if key and Execution.objects.filter(idempotency_key=key).exists():
                raise IntegrityError
            create([row])
    except IntegrityError:
        return same_request(Execution.objects.get(idempotency_key=key), row)
    return row
