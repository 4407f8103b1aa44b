"""Secrets over HTTP: names can be listed, values only written (security 37)."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Status as Answer
from pydantic import ConfigDict, Field

from watchbell.access import secrets
from watchbell.access.models import Secret
from watchbell.api.guard import caller, may
from watchbell.api.paging import PageQuery, after, page

router = Router(tags=["secrets"])


class SecretItem(Schema):
    """A secret as anybody may see it: without its value."""

    name: str
    updated_at: datetime
    updated_by: str = Field(description="Who gave it its value; empty for the command line.")


class SecretPage(Schema):
    items: list[SecretItem]
    next_cursor: str | None


class SecretValue(Schema):
    model_config = ConfigDict(extra="forbid")

    value: str = Field(
        description="Kept encrypted, and never answered again.", json_schema_extra={"writeOnly": True}
    )


@router.get(
    "/secrets",
    auth=may("secrets.read"),
    response=SecretPage,
    operation_id="list_secrets",
    summary="Names of the secrets",
)
def list_secrets(request: HttpRequest, query: Query[PageQuery]) -> SecretPage:
    rows = secrets.list_secrets()
    if last := after(query.cursor, 1):
        rows = rows.filter(name__gt=last[0])
    shown, next_cursor = page(list(rows[: query.limit + 1]), query.limit, lambda row: (row.name,))
    return SecretPage(items=[_item(row) for row in shown], next_cursor=next_cursor)


@router.put(
    "/secrets/{name}",
    auth=may("secrets.write"),
    response=SecretItem,
    operation_id="set_secret",
    summary="Make a secret, or give it another value",
)
def set_secret(request: HttpRequest, name: str, data: SecretValue) -> SecretItem:
    return _item(secrets.set_secret(name, data.value, user=caller(request)))


@router.delete(
    "/secrets/{name}",
    auth=may("secrets.write"),
    response={204: None},
    operation_id="delete_secret",
    summary="Delete a secret",
)
def delete_secret(request: HttpRequest, name: str) -> Answer[None]:
    """Tasks that name it fail from then on, and say so."""
    secrets.delete_secret(name)
    return Answer(204, None)


def _item(row: Secret) -> SecretItem:
    return SecretItem(name=row.name, updated_at=row.updated_at, updated_by=row.updated_by)
