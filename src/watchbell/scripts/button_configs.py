"""`button_configs.json`: page buttons as a file that is applied again and again (seed 003)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from watchbell.errors import ConfigurationError, InvalidInput, NotFound, WatchbellError
from watchbell.scripts.button_fields import ButtonFields
from watchbell.scripts.buttons import checked_button, merged, take_over
from watchbell.scripts.models import PageButton, Script, ScriptFolder
from watchbell.tasks.definition_plain import joined
from watchbell.tasks.transfer_document import with_lines
from watchbell.tasks.transfer_json import decoded, json_lines, read_json

FILE_NAME = "button_configs.json"


@dataclass
class Applied:
    """The ids of the buttons of a file, by what became of them."""

    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)


def apply_text(data: bytes) -> Applied:
    """Applies the text of a file; see `apply_entries`. Errors also carry `values["line"]`, from 1."""
    text = decoded(data)
    entries = read_json(text)
    try:
        return apply_entries(entries)
    except InvalidInput as error:
        raise InvalidInput(with_lines(error.errors, lambda: json_lines(text))) from None


def apply_entries(entries: object) -> Applied:
    """Makes the buttons that `entries` describe, all or none; applying them again changes nothing.

    An entry is the button with its route, target and text; else the only one that has its route and
    target. What an entry does not name stays as it is. Raises InvalidInput: the path of what is wrong
    (`[3].button_text`).
    """
    listed = entries.get("buttons") if isinstance(entries, Mapping) else entries
    root = "buttons" if isinstance(entries, Mapping) else ""
    if not isinstance(listed, list):
        raise InvalidInput([ConfigurationError("buttons_not_a_list", field=root or None)])
    applied, errors, taken = Applied(), list[WatchbellError](), dict[int, str]()
    with transaction.atomic():
        candidates = _Candidates(listed)
        for index, entry in enumerate(listed):
            path = f"{root}[{index}]"
            try:
                button = _apply(entry, candidates, applied)
                if (other := taken.setdefault(button.pk, path)) != path:
                    errors.append(ConfigurationError("button_twice", field=path, other=other))
            except InvalidInput as found:
                errors += [_below(path, error) for error in found.errors]
        if errors:
            raise InvalidInput(errors)
    return applied


def button_file() -> Path:
    """The file to apply where none is named: here, in the project, or in a script folder. Raises NotFound."""
    places = [Path.cwd(), *([Path(base)] if (base := getattr(settings, "BASE_DIR", None)) else [])]
    places += [Path(path) for path in ScriptFolder.objects.values_list("path", flat=True)]
    for place in places:
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
    raise NotFound("no_button_file", places=", ".join(map(str, dict.fromkeys(places))))


class _Candidates:
    """The buttons there are, by what makes an entry one of them."""

    def __init__(self, entries: list[Any]) -> None:
        self._wanted = Counter(target for entry in entries if (target := _place_of(entry)))

    def of(self, entry: Mapping[str, Any]) -> PageButton | None:
        place = _place_of(entry)
        if place is None:
            return None
        route, task_id, script_id = place
        target = Q(script_id=script_id) if script_id else Q(script=None)
        rows = PageButton.objects.select_related("script").filter(target, page_route=route, task_id=task_id)
        buttons = list(rows.order_by("pk"))
        same_text = [button for button in buttons if button.button_text == entry.get("button_text")]
        if same_text:
            return same_text[0]
        return buttons[0] if len(buttons) == 1 and self._wanted[place] == 1 else None


def _apply(entry: object, candidates: _Candidates, applied: Applied) -> PageButton:
    known = candidates.of(entry) if isinstance(entry, Mapping) else None
    if known is None or not isinstance(entry, Mapping):
        button = checked_button(ButtonFields.read(entry))
        button.save()
        applied.created.append(button.pk)
        return button
    ButtonFields.read(entry)  # whole by itself: the file is to work elsewhere too
    if take_over(known, checked_button(ButtonFields.read(merged(known, dict(entry))))):
        known.save()
        applied.updated.append(known.pk)
    elif known.pk not in applied.created:
        applied.unchanged.append(known.pk)
    return known


def _place_of(entry: Any) -> tuple[str, str, int | None] | None:
    """Route, task and script of an entry; None where it does not say so, which is told elsewhere."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("page_route"), str):
        return None
    task_id, name, script_id = entry.get("task_id"), entry.get("script_name"), entry.get("script_id")
    if isinstance(task_id, str) and task_id:
        return entry["page_route"], task_id, None
    if isinstance(name, str):
        script_id = Script.objects.filter(name=name).values_list("pk", flat=True).first()
    return (entry["page_route"], "", script_id) if type(script_id) is int else None


def _below(path: str, error: WatchbellError) -> WatchbellError:
    error.field = joined(path, error.field) if error.field else path
    return error
