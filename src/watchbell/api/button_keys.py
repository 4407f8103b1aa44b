"""Button keys: who looks after buttons makes, sees and revokes them."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status as Answer

from watchbell.access.button_keys import button_keys as all_button_keys
from watchbell.access.button_keys import create_button_key
from watchbell.access.keys import revoke_key
from watchbell.api.button_schema import (
    ButtonKeyInput,
    ButtonKeyPage,
    NewButtonKey,
    shown_key,
)
from watchbell.api.guard import may
from watchbell.api.paging import PageQuery, after, page
from watchbell.errors import ConfigurationError, NotFound

router = Router(tags=["page buttons"])


@router.get(
    "/button-keys",
    auth=may("button_keys.read"),
    response=ButtonKeyPage,
    operation_id="list_button_keys",
    summary="Button keys, newest first",
)
def list_button_keys(request: HttpRequest, query: Query[PageQuery]) -> ButtonKeyPage:
    """Those that were revoked, too; never the keys themselves."""
    rows = all_button_keys().select_related("user")
    if last := after(query.cursor, 1):
        if not last[0].isdecimal():
            raise ConfigurationError("invalid_cursor", field="cursor")
        rows = rows.filter(pk__lt=int(last[0]))
    shown, cursor = page(list(rows[: query.limit + 1]), query.limit, lambda key: (str(key.pk),))
    return ButtonKeyPage(items=[shown_key(key) for key in shown], next_cursor=cursor)


@router.post(
    "/button-keys",
    auth=may("button_keys.write"),
    response={201: NewButtonKey},
    operation_id="create_button_key",
    summary="Create a button key",
)
def create_one(request: HttpRequest, data: ButtonKeyInput) -> Answer[NewButtonKey]:
    """For pages of other sites: it presses the buttons of its pages, from its origins, and nothing else.

    At most 60 presses a minute: whoever reads the page has the key.
    """
    raw, key = create_button_key(
        request.auth,  # type: ignore[attr-defined]
        data.name,
        page_routes=data.page_routes,
        origins=data.origins,
        expires_at=data.expires_at,
    )
    return Answer(201, NewButtonKey(**shown_key(key).model_dump(), key=raw))


@router.delete(
    "/button-keys/{key_id}",
    auth=may("button_keys.write"),
    response={204: None},
    operation_id="revoke_button_key",
    summary="Revoke a button key",
)
def revoke_one(request: HttpRequest, key_id: int) -> Answer[None]:
    """At once and for good; it stays in the list."""
    key = all_button_keys().filter(pk=key_id).first()
    if key is None:
        raise NotFound("not_found", what="button key", name=str(key_id))
    if key.revoked_at is None:
        revoke_key(key)
    return Answer(204, None)
