"""The fields of a page button, as people and files give them (seed 003, 按钮配置)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from watchbell.errors import ConfigurationError, InvalidInput, WatchbellError
from watchbell.scripts.models import PageButton
from watchbell.tasks.definition_errors import refuse, translated
from watchbell.tasks.definition_plain import check_plain

Position = Literal["top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right"]
Mode = Literal["default", "ask", "fixed"]


def _route(text: str) -> str:
    if not text.startswith("/") or len(text) > 300 or any(ord(character) < 32 for character in text):
        refuse([ConfigurationError("page_route_form")])
    return text


class ButtonStyle(BaseModel):
    """The looks of a button, in the words of Element Plus."""

    model_config = ConfigDict(extra="forbid", strict=True)

    type: Literal["primary", "success", "warning", "danger", "info", "default", "text", "link"] = "default"
    size: Literal["large", "default", "small"] = "default"
    plain: bool = False
    round: bool = False
    circle: bool = False
    icon: Annotated[str, Field(max_length=60)] = ""


class ButtonFields(BaseModel):
    """A script or task on a route of a web page. One of `script_id`, `script_name` and `task_id`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    page_route: Annotated[str, AfterValidator(_route)]
    script_id: int | None = None
    script_name: Annotated[str, Field(max_length=100)] | None = None
    task_id: Annotated[str, Field(max_length=64)] | None = None
    button_text: Annotated[str, Field(min_length=1, max_length=200)]
    button_text_en: Annotated[str, Field(max_length=200)] = ""
    position: Position = "top-right"
    button_style: dict[str, Any] = {}
    display_order: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] = 0
    is_enabled: bool = True
    parameter_mode: Mode = "default"
    parameters: dict[str, Any] = {}
    confirm_text: Annotated[str, Field(max_length=500)] = ""
    confirm_text_en: Annotated[str, Field(max_length=500)] = ""

    @field_validator("button_style")
    @classmethod
    def _known_style(cls, style: dict[str, Any]) -> dict[str, Any]:
        try:
            ButtonStyle.model_validate(style)
        except ValidationError as found:
            refuse(translated(found, lambda _: ButtonStyle.model_fields))
        return style

    @classmethod
    def read(cls, data: object) -> Self:
        """The fields in `data`. Raises InvalidInput with everything that is wrong."""
        if not isinstance(data, Mapping):
            raise InvalidInput([ConfigurationError("button_not_an_object")])
        errors: list[WatchbellError] = [*check_plain(dict(data))]
        if errors:
            raise InvalidInput(errors)
        try:
            fields = cls.model_validate(dict(data))
        except ValidationError as found:
            raise InvalidInput(translated(found, lambda _: cls.model_fields)) from None
        fields._check_target()
        return fields

    @classmethod
    def of(cls, button: PageButton) -> dict[str, Any]:
        """The fields of a button that is kept, as `read` takes them."""
        own = {name: getattr(button, name) for name in cls.model_fields if name not in _TARGETS}
        target = {"script_id": button.script.pk} if button.script else {"task_id": button.task_id}
        return {**own, **target}

    def _check_target(self) -> None:
        given = [name for name in _TARGETS if getattr(self, name) not in (None, "")]
        if not given:
            raise InvalidInput([ConfigurationError("button_without_target", field="script_name")])
        if len(given) > 1:
            raise InvalidInput(
                [ConfigurationError("button_with_two_targets", field=given[-1], given=", ".join(given))]
            )


_TARGETS = ("script_id", "script_name", "task_id")
