"""Page buttons: made, changed and removed, and checked as a whole each time."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from watchbell.errors import ConfigurationError, InvalidInput, WatchbellError
from watchbell.kernel import params
from watchbell.scripts.button_fields import ButtonFields
from watchbell.scripts.models import PageButton, Script
from watchbell.tasks.store import get_store

_TARGETS = frozenset({"script_id", "script_name", "task_id"})


def create_button(data: object) -> PageButton:
    """A new button. Raises InvalidInput with everything that is wrong with `data`."""
    button = checked_button(ButtonFields.read(data))
    button.save()
    return button


def replace_button(button: PageButton, data: object) -> PageButton:
    """`button` with the fields of `data`; what is not given has its default. Raises InvalidInput."""
    return _save(button, ButtonFields.read(data))


def change_button(button: PageButton, changes: dict[str, Any]) -> PageButton:
    """`button` with `changes`; what is not given stays. Raises InvalidInput."""
    return _save(button, ButtonFields.read(merged(button, changes)))


def merged(button: PageButton, changes: dict[str, Any]) -> dict[str, Any]:
    """The fields of `button` with `changes`; another target takes the place of the one there is."""
    own = ButtonFields.of(button)
    if _TARGETS & changes.keys():
        own = {name: value for name, value in own.items() if name not in _TARGETS}
    return {**own, **changes}


def checked_button(fields: ButtonFields) -> PageButton:
    """The button that `fields` describe, not saved. Raises InvalidInput (target, parameters)."""
    script = _script_of(fields)
    schema = script.parameters_schema if script else _task_schema(fields.task_id or "")
    _check_parameters(fields, schema)
    columns = fields.model_dump(exclude=set(_TARGETS))
    return PageButton(script=script, task_id=fields.task_id or "", **columns)


def take_over(button: PageButton, wanted: PageButton) -> bool:
    """Gives `button` the columns of `wanted`, unsaved; False where it has them already."""
    differing = [name for name in _COLUMNS if getattr(button, name) != getattr(wanted, name)]
    for name in differing:
        setattr(button, name, getattr(wanted, name))
    if differing:
        button.script = wanted.script
        button.updated_at = timezone.now()
    return bool(differing)


_COLUMNS = ("script_id", "task_id", *(name for name in ButtonFields.model_fields if name not in _TARGETS))


def _save(button: PageButton, fields: ButtonFields) -> PageButton:
    if take_over(button, checked_button(fields)):
        button.save()
    return button


def _script_of(fields: ButtonFields) -> Script | None:
    if fields.task_id:
        return None
    by_name = fields.script_name is not None
    wanted = {"name": fields.script_name} if by_name else {"pk": fields.script_id}
    script = Script.objects.filter(**wanted).first()
    if script is None:
        field = "script_name" if by_name else "script_id"
        raise InvalidInput(
            [ConfigurationError("unknown_script", field=field, name=str(next(iter(wanted.values()))))]
        )
    return script


def _task_schema(task_id: str) -> dict[str, Any]:
    task = get_store().get_task_by_id(task_id)
    if task is None:
        raise InvalidInput([ConfigurationError("unknown_task", field="task_id", name=task_id)])
    return dict(task.task_parameters or {})


def _check_parameters(fields: ButtonFields, schema: dict[str, Any]) -> None:
    """Whoever presses fills in what is missing where the mode is `ask`; else nothing may be missing."""
    try:
        params.apply(schema, fields.parameters)
    except WatchbellError as error:
        found: list[WatchbellError] = getattr(error, "errors", [error])
        wrong = [one for one in found if fields.parameter_mode != "ask" or one.code != "parameter_required"]
        if wrong:
            raise InvalidInput(wrong) from None
