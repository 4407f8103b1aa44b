"""Looking after page buttons."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status as Answer
from pydantic import Field

from watchbell.api.button_schema import (
    READ_ONLY,
    Button,
    ButtonChanges,
    ButtonFile,
    ButtonInput,
    ButtonPage,
    ButtonsApplied,
    shown_button,
)
from watchbell.api.guard import may
from watchbell.api.paging import PageQuery, after, page
from watchbell.api.preconditions import versions_in
from watchbell.api.tasks import IfMatch
from watchbell.errors import ConfigurationError, EditedMeanwhile, NotFound
from watchbell.scripts.button_configs import apply_entries
from watchbell.scripts.buttons import change_button, create_button, replace_button
from watchbell.scripts.models import PageButton

router = Router(tags=["page buttons"])


class ButtonQuery(PageQuery):
    page_route: str | None = Field(None, max_length=300)
    script_id: int | None = None
    task_id: str | None = Field(None, max_length=64)


@router.get(
    "/page-buttons",
    auth=may("buttons.read"),
    response=ButtonPage,
    operation_id="list_page_buttons",
    summary="Page buttons, by route and order",
)
def list_page_buttons(request: HttpRequest, query: Query[ButtonQuery]) -> ButtonPage:
    given = {
        name: value
        for name in ("page_route", "script_id", "task_id")
        if (value := getattr(query, name)) is not None
    }
    rows = PageButton.objects.select_related("script").filter(_after(query.cursor), **given)
    found = list(rows.order_by("page_route", "display_order", "pk")[: query.limit + 1])
    shown, cursor = page(
        found, query.limit, lambda one: (one.page_route, str(one.display_order), str(one.pk))
    )
    return ButtonPage(items=[shown_button(button) for button in shown], next_cursor=cursor)


@router.post(
    "/page-buttons",
    auth=may("buttons.write"),
    response={201: Button},
    operation_id="create_page_button",
    summary="Create a page button",
)
def create_page_button(request: HttpRequest, response: HttpResponse, data: ButtonInput) -> Answer[Button]:
    """422 names everything that is wrong."""
    button = create_button(_own(data))
    response["Location"] = f"{request.path}/{button.pk}"
    return Answer(201, _answer(response, button))


@router.post(
    "/page-buttons/apply",
    auth=may("buttons.write"),
    response=ButtonsApplied,
    operation_id="apply_page_buttons",
    summary="Apply a button_configs.json",
)
def apply_page_buttons(request: HttpRequest, data: ButtonFile) -> ButtonsApplied:
    """All or nothing; applying the same again changes nothing. Other buttons stay."""
    return ButtonsApplied(**vars(apply_entries({"buttons": data.buttons})))


@router.get(
    "/page-buttons/{button_id}",
    auth=may("buttons.read"),
    response=Button,
    operation_id="get_page_button",
    summary="One page button",
)
def get_page_button(request: HttpRequest, response: HttpResponse, button_id: int) -> Button:
    """Its `ETag` goes with a later change, as `If-Match`."""
    return _answer(response, _find(button_id))


@router.put(
    "/page-buttons/{button_id}",
    auth=may("buttons.write"),
    response=Button,
    operation_id="replace_page_button",
    summary="Replace a page button",
)
def replace_page_button(
    request: HttpRequest, response: HttpResponse, button_id: int, data: ButtonInput, if_match: IfMatch = None
) -> Button:
    """412 where `If-Match` is given and somebody saved it since."""
    with transaction.atomic():
        return _answer(response, replace_button(_find(button_id, if_match), _own(data)))


@router.patch(
    "/page-buttons/{button_id}",
    auth=may("buttons.write"),
    response=Button,
    operation_id="change_page_button",
    summary="Change some fields of a page button",
)
def change_page_button(
    request: HttpRequest,
    response: HttpResponse,
    button_id: int,
    data: ButtonChanges,
    if_match: IfMatch = None,
) -> Button:
    """Fields that are not given stay. 412 as for PUT."""
    changes = _own(data)
    if not isinstance(changes, dict):
        raise ConfigurationError("button_not_an_object")
    with transaction.atomic():
        return _answer(response, change_button(_find(button_id, if_match), changes))


@router.delete(
    "/page-buttons/{button_id}",
    auth=may("buttons.write"),
    response={204: None},
    operation_id="delete_page_button",
    summary="Delete a page button",
)
def delete_page_button(request: HttpRequest, button_id: int, if_match: IfMatch = None) -> Answer[None]:
    """What it started goes on, and stays in the history. 412 as for PUT."""
    with transaction.atomic():
        _find(button_id, if_match).delete()
    return Answer(204, None)


def _answer(response: HttpResponse, button: PageButton) -> Button:
    response["ETag"] = f'"{_version(button)}"'
    return shown_button(button)


def _version(button: PageButton) -> int:
    return round(button.updated_at.timestamp() * 1_000_000)


def _find(button_id: int, if_match: str | None = None) -> PageButton:
    """The button. Raises NotFound, and EditedMeanwhile where `if_match` names an older one."""
    versions = versions_in(if_match)
    rows = PageButton.objects.select_related("script")
    if connection.in_atomic_block:
        rows = rows.select_for_update(of=("self",))  # nobody saves it between this look and our change
    button = rows.filter(pk=button_id).first()
    if button is None:
        raise NotFound("not_found", what="page button", name=str(button_id))
    if versions is not None and _version(button) not in versions:
        raise EditedMeanwhile("button_edited_meanwhile", name=button.button_text)
    return button


def _after(cursor: str | None) -> Q:
    last = after(cursor, 3)
    if last is None:
        return Q()
    try:
        route, order, key = last[0], int(last[1]), int(last[2])
    except ValueError:
        raise ConfigurationError("invalid_cursor", field="cursor") from None
    later = Q(display_order__gt=order) | Q(display_order=order, pk__gt=key)
    return Q(page_route__gt=route) | Q(later, page_route=route)


def _own(data: Any) -> Any:
    """What was read can be sent back: what only we say is passed over, and a script is named once."""
    if not isinstance(data, dict):
        return data
    own = {name: value for name, value in data.items() if name not in READ_ONLY}
    if own.get("script_id") is not None:
        own.pop("script_name", None)
    return own
