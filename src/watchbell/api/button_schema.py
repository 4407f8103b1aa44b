"""Page buttons and button keys as those who look after them see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Body, Schema
from pydantic import AwareDatetime, BaseModel, Field, create_model

from watchbell.access.button_scope import ButtonScope
from watchbell.access.models import ApiKey
from watchbell.api.task_schema import ShownAs
from watchbell.scripts.button_fields import ButtonFields, Mode
from watchbell.scripts.models import PageButton


class Button(BaseModel):
    """A page button: one of `script_id` (with `script_name`) and `task_id` is set."""

    id: int
    script_id: int | None
    script_name: str | None
    task_id: str | None
    page_route: str
    button_text: str
    button_text_en: str
    position: str
    button_style: dict[str, Any]
    display_order: int
    is_enabled: bool
    parameter_mode: Mode
    parameters: dict[str, Any]
    confirm_text: str
    confirm_text_en: str
    created_at: datetime
    updated_at: datetime


READ_ONLY = ("id", "created_at", "updated_at")

_optional: dict[str, Any] = {
    name: (field.annotation, None) for name, field in ButtonFields.model_fields.items()
}
ButtonPatch = create_model("ButtonPatch", __doc__="The fields of a button that change.", **_optional)
ButtonInput = Annotated[Any, ShownAs(ButtonFields), Body(...)]
ButtonChanges = Annotated[Any, ShownAs(ButtonPatch), Body(...)]


class ButtonPage(BaseModel):
    items: list[Button]
    next_cursor: str | None


class ButtonFile(BaseModel):
    """The contents of a button_configs.json: a list of buttons, as `POST /api/page-buttons` takes each."""

    buttons: list[dict[str, Any]]


class ButtonsApplied(BaseModel):
    """The ids of buttons, by what became of them."""

    created: list[int]
    updated: list[int]
    unchanged: list[int]


class ButtonKeyItem(BaseModel):
    """A button key; `prefix` is what people recognise it by."""

    id: int
    name: str
    prefix: str
    user: str
    page_routes: list[str]
    origins: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewButtonKey(ButtonKeyItem):
    key: str = Field(description="Shown this once.")


class ButtonKeyPage(BaseModel):
    items: list[ButtonKeyItem]
    next_cursor: str | None


class ButtonKeyInput(Schema, extra="forbid"):
    name: str = Field(min_length=1, max_length=100)
    page_routes: list[str] = Field(description="The routes whose buttons it may press.")
    origins: list[str] = Field(description="The sites whose pages may use it: https://shop.example.")
    expires_at: AwareDatetime | None = None


def shown_button(button: PageButton) -> Button:
    own = {name: getattr(button, name) for name in Button.model_fields if hasattr(button, name)}
    script = button.script
    return Button(
        **{**own, "script_name": script.name if script else None, "task_id": button.task_id or None}
    )


def shown_key(key: ApiKey) -> ButtonKeyItem:
    scope = ButtonScope.of(key)
    return ButtonKeyItem(
        id=key.pk,
        name=key.name,
        prefix=key.prefix,
        user=key.user.get_username(),
        page_routes=list(scope.page_routes) if scope else [],
        origins=list(scope.origins) if scope else [],
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
    )
