"""Scripts, their buttons and their runs in the shapes of seed 003."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from watchbell.kernel.status import Status

_LONGEST_CONTEXT = 16_384


def _short(context: str | dict[str, Any]) -> str | dict[str, Any]:
    if len(json.dumps(context)) > _LONGEST_CONTEXT:  # it becomes an environment variable
        raise PydanticCustomError("string_too_long", "too long", {"max_length": _LONGEST_CONTEXT})
    return context


Id = Annotated[int, Field(strict=True)]
"""`true` is no id, though it counts as 1 elsewhere."""

PageContext = Annotated[str | dict[str, Any], AfterValidator(_short)]


class ScriptTask(BaseModel):
    """The one way to run a script. `parameters` maps each name to its schema, with its default."""

    id: int
    name: str
    parameters: dict[str, Any]


class ListedScript(BaseModel):
    """`parameters_schema` is a JSON Schema; `tasks` has the same as the seed has it."""

    id: int
    name: str
    description: str
    script_type: str
    parameters_schema: dict[str, Any]
    is_active: bool
    is_missing: bool
    tasks: list[ScriptTask]


class ButtonProblem(BaseModel):
    """Why a button cannot be pressed, or a script not used, now."""

    code: str
    message: str
    hint: str | None


class PageConfig(BaseModel):
    """A button of the page. `running`: what somebody started with it and has not ended.

    `parameters_schema` describes what a press may give; empty where it may give nothing.
    """

    id: int
    script_id: int | None
    task_id: str | None
    name: str
    page_route: str
    button_text: str
    button_text_en: str
    position: str
    button_style: dict[str, Any]
    display_order: int
    is_enabled: bool
    parameter_mode: Literal["default", "ask", "fixed"]
    parameters: dict[str, Any]
    parameters_schema: dict[str, Any]
    confirm_text: str
    confirm_text_en: str
    running: str | None
    problem: ButtonProblem | None


class PageScripts(BaseModel):
    """`scripts` and `items` are the same list: by the seed's name, and by that of all lists."""

    success: Literal[True] = True
    scripts: list[ListedScript]
    page_configs: list[PageConfig]
    items: list[ListedScript]
    next_cursor: str | None
    csrf_token: str | None = Field(None, description="For the header X-CSRFToken; null with an API key.")


class RunScript(BaseModel, extra="forbid"):
    """`script_id` or `button_id`; `page_context` is the route of the page, or any object."""

    script_id: Id | None = None
    button_id: Id | None = None
    parameters: dict[str, Any] | None = None
    page_context: PageContext = Field("", description="What the program finds in PAGE_CONTEXT.")


class ScriptStarted(BaseModel):
    """`task_id` is the id of the execution, as the seed has it."""

    success: Literal[True] = True
    task_id: str
    execution_id: str
    status: Status


class RunState(BaseModel):
    """How a run stands. `state` changes whenever anything here that matters does: send it as `seen`.

    `result_problem`: why there is no result, as a code; "" where nothing is wrong. Then its sentence.
    """

    ready: bool
    success: bool | None
    result: Any
    result_problem: str
    result_problem_message: str
    error: str | None
    status: Status
    reason: str
    progress: Any
    execution_id: str
    task_id: str
    queue_position: int | None
    start_time: datetime | None
    duration: float | None
    log_url: str | None
    state: str


class RunQuery(Schema):
    execution_id: str = Field("", max_length=100)
    task_id: str = Field("", max_length=100, description="The same id, by the seed's name.")
