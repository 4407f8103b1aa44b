"""API keys: who looks after an installation sees and revokes them. They are made on the machine itself."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status as Answer
from pydantic import BaseModel

from watchbell.access.keys import api_keys, revoke_key, state_of
from watchbell.access.models import ApiKey
from watchbell.api.guard import may
from watchbell.api.paging import PageQuery, after, page
from watchbell.errors import ConfigurationError, NotFound

router = Router(tags=["api keys"])


class ApiKeyItem(BaseModel):
    """An API key; `prefix` is what people recognise it by."""

    id: int
    name: str
    prefix: str
    user: str
    state: Literal["valid", "revoked", "expired", "user_inactive"]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class ApiKeyPage(BaseModel):
    items: list[ApiKeyItem]
    next_cursor: str | None


@router.get(
    "/keys",
    auth=may("keys.read"),
    response=ApiKeyPage,
    operation_id="list_keys",
    summary="API keys, newest first",
)
def list_keys(request: HttpRequest, query: Query[PageQuery]) -> ApiKeyPage:
    """Those that were revoked, too; never the keys themselves. `watchbell token create` makes them."""
    rows = api_keys()
    if last := after(query.cursor, 1):
        if not last[0].isdecimal():
            raise ConfigurationError("invalid_cursor", field="cursor")
        rows = rows.filter(pk__lt=int(last[0]))
    shown, cursor = page(list(rows[: query.limit + 1]), query.limit, lambda key: (str(key.pk),))
    return ApiKeyPage(items=[_shown(key) for key in shown], next_cursor=cursor)


@router.delete(
    "/keys/{key_id}",
    auth=may("keys.write"),
    response={204: None},
    operation_id="revoke_key",
    summary="Revoke an API key",
)
def revoke_one(request: HttpRequest, key_id: int) -> Answer[None]:
    """At once and for good; it stays in the list."""
    key = api_keys().filter(pk=key_id).first()
    if key is None:
        raise NotFound("not_found", what="API key", name=str(key_id))
    if key.revoked_at is None:
        revoke_key(key)
    return Answer(204, None)


def _shown(key: ApiKey) -> ApiKeyItem:
    own = {name: getattr(key, name) for name in ApiKeyItem.model_fields if hasattr(key, name)}
    return ApiKeyItem(**{**own, "id": key.pk, "user": key.user.get_username(), "state": state_of(key)})
