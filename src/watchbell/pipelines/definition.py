"""The definition of a pipeline: `task_config` of a task of type `pipeline`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
)

from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.kernel.retry import DAY
from watchbell.tasks import definition_fields as fields
from watchbell.tasks.definition_errors import RefusedError, translated

MOST_STEPS = 2_000
_STEP_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,39}")
_CLOSED = ConfigDict(extra="forbid", frozen=True, strict=True)


def _step_id(value: str) -> str:
    if not _STEP_ID.fullmatch(value):
        raise RefusedError([ConfigurationError("pipeline_step_id")])
    return value


def _retry(value: object) -> object:
    """A number of retries alone is short for the object."""
    return {"count": value} if isinstance(value, int) and not isinstance(value, bool) else value


StepId = Annotated[str, AfterValidator(_step_id)]
Text = Annotated[str, Field(max_length=4_000)]


class Retry(BaseModel):
    """How often a step that fails is tried again; the interval is in seconds."""

    model_config = _CLOSED

    count: Annotated[int, Field(ge=0, le=100)]
    interval: Annotated[float, PlainValidator(fields.duration), Field(le=31 * DAY)] = 60
    backoff: Annotated[float, PlainValidator(fields.backoff)] = 1


class Step(BaseModel):
    """One step. `type` is an executor, `task`, `script` or `approval`.

    `parameters` and `env` may hold references to parameters of the pipeline, results of earlier steps and
    values of the matrix (see `pipelines.references`).
    """

    model_config = ConfigDict(**_CLOSED, populate_by_name=False)

    id: StepId
    name: Annotated[str, Field(max_length=200)] = ""
    type: Annotated[str, Field(min_length=1, max_length=40)]
    program: Text = ""
    config: dict[str, Any] = {}
    task_id: Annotated[str, Field(max_length=64)] = ""
    script: Annotated[str, Field(max_length=100)] = ""
    message: Text = ""
    env: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    needs: Annotated[list[str], Field(max_length=MOST_STEPS)] = []
    when: Literal["success", "not_failed", "failed", "always"] = "success"
    if_: dict[str, Any] | None = Field(None, alias="if")
    matrix: dict[str, Any] | list[Any] | None = None
    retry: Annotated[Retry | None, BeforeValidator(_retry)] = None
    timeout: Annotated[float | None, PlainValidator(fields.timeout)] = None
    limits: Annotated[fields.Limits, BeforeValidator(fields.limits)] = fields.Limits(
        log_mb=fields.DEFAULT_LOG_MB
    )
    continue_on_error: bool = False


class Pipeline(BaseModel):
    """`max_parallel`: how many steps may wait or run at once; without it, as many as the graph allows."""

    model_config = _CLOSED

    steps: Annotated[list[Step], Field(min_length=1, max_length=MOST_STEPS)]
    max_parallel: Annotated[int | None, Field(ge=1, le=10_000)] = None


FIELDS = tuple(field.alias or name for name, field in Step.model_fields.items())
_STEP = re.compile(r"steps\[\d+\]")


def form_errors(config: Mapping[str, Any]) -> list[WatchbellError]:
    """What is wrong with the form of a definition; how the steps fit together is checked elsewhere."""
    try:
        Pipeline.model_validate(dict(config))
    except ValidationError as found:
        return translated(found, _known_fields)
    return []


def _known_fields(path: str) -> Iterable[str]:
    if not path:
        return Pipeline.model_fields
    if _STEP.fullmatch(path):
        return FIELDS
    return {"retry": Retry.model_fields, "limits": fields.KEYS["task_limits"]}.get(
        path.rpartition(".")[2], ()
    )
