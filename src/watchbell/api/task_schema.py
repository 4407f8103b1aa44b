"""A task as the API takes and shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Body
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    create_model,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from typing_extensions import TypedDict

from watchbell.api.execution_schema import Execution, ExecutionStarted
from watchbell.kernel.status import Status
from watchbell.tasks.definition import FIELDS, TaskDefinition


class RecentExecution(TypedDict):
    """As the state of a task keeps it: a page of tasks has a thousand of them, so none is made anew."""

    execution_id: str
    status: Annotated[str, WithJsonSchema({"type": "string", "enum": list(Status)})]
    duration: float | None
    created_at: Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class Task(TaskDefinition):
    """A task: its definition, and how it stands. `recent` has the newest last."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    version: int
    created_at: datetime
    updated_at: datetime
    updated_by: str
    next_run: datetime | None
    last_execution: Execution | None
    running: list[str]
    pending: list[str]
    recent: list[RecentExecution]
    dependents: list[str]


READ_ONLY = tuple(name for name in Task.model_fields if name not in FIELDS)

_optional: dict[str, Any] = {name: (field.annotation, None) for name, field in FIELDS.items()}
TaskPatch = create_model("TaskPatch", __doc__="The fields of a task that change.", **_optional)


class ShownAs:
    """Takes any JSON; documented as `model`, which checks it later and in better words."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._model = model

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(self._model.__pydantic_core_schema__)


TaskInput = Annotated[Any, ShownAs(TaskDefinition), Body(...)]
TaskChanges = Annotated[Any, ShownAs(TaskPatch), Body(...)]


class TaskPage(BaseModel):
    items: list[Task]
    next_cursor: str | None


class ExecuteRequest(BaseModel, extra="forbid"):
    parameters: dict[str, Any] | None = Field(None, description="Checked against `task_parameters`.")


class StopRequest(BaseModel, extra="forbid"):
    execution_id: str | None = Field(None, max_length=100, description="Default: all that waits or runs.")


class TaskStatus(BaseModel):
    """`status` is `running` or `pending` while something does, else how the task last did; null before."""

    task_id: str
    status: Status | None
    last_execution: Execution | None
    running: list[str]
    pending: list[str]
    next_run: datetime | None


class NextRun(BaseModel):
    next_run: datetime | None
    upcoming: list[datetime]


class TaskStopped(BaseModel):
    """What was asked to stop, as it stands now; empty where nothing ran."""

    task_id: str
    executions: list[ExecutionStarted]
