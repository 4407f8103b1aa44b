"""The definition of a task: the seed's fields, with ours in the same style (seed 004, 任务模型)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError, InvalidInput, WatchbellError
from watchbell.executors.base import ExecutionSpec
from watchbell.kernel.graph import check_dependencies
from watchbell.kernel.retry import DAY
from watchbell.kernel.schedule import Schedule, parse_all
from watchbell.kernel.zone import load_zone
from watchbell.tasks import definition_fields as fields
from watchbell.tasks.definition_errors import checked, refuse, translated
from watchbell.tasks.definition_plain import check_plain
from watchbell.tasks.environment import check_environment
from watchbell.tasks.programs import check_log, check_parameter_use, check_program

LARGEST_DEFINITION = 1024 * 1024

TaskId = Annotated[str, AfterValidator(fields.task_id)]
Duration = int | float | str
Seconds = Annotated[float, PlainValidator(fields.duration, Duration), Field(le=31 * DAY)]


class TaskDefinition(BaseModel):
    """A named thing that can run, and how. Durations are in seconds.

    `TaskDefinition(**fields)` is the seed's `Task(**fields)`; use `read` for input of people, which
    tells everything that is wrong at once, and `stored` for what was checked when it was saved.
    """

    # The order matters: a check sees the fields above its own.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    task_id: TaskId
    task_name: Annotated[str, Field(min_length=1, max_length=300)]
    task_desc: Annotated[str, Field(max_length=20_000)] = ""
    task_type: Annotated[str, Field(min_length=1, max_length=40)] = "python"
    task_config: dict[str, Any] = {}
    task_exec: Annotated[str, Field(max_length=4_000, validate_default=True)] = ""
    task_timezone: Annotated[str, Field(max_length=100)] = ""
    task_schedule: str | dict[str, Any] | list[str | dict[str, Any]] = ""
    task_timeout: Annotated[float | None, PlainValidator(fields.timeout, Duration | None)] = None
    task_retry: Annotated[int, Field(ge=0, le=100)] = 0
    task_retry_interval: Seconds = 60
    task_retry_backoff: Annotated[float, PlainValidator(fields.backoff, Duration)] = 1
    task_enabled: bool = True
    task_overlap: Literal["skip", "queue", "replace", "allow"] = "skip"
    task_misfire: Annotated[fields.Misfire, BeforeValidator(fields.misfire)] = fields.Misfire(
        policy="latest", cap=fields.MISFIRE_CAP, grace=fields.MISFIRE_GRACE
    )
    task_limits: Annotated[fields.Limits, BeforeValidator(fields.limits)] = fields.Limits(
        log_mb=fields.DEFAULT_LOG_MB
    )
    task_log: Annotated[str, Field(max_length=1_000, validate_default=True)] = ""
    task_env: dict[str, Any] = {}
    task_parameters: Annotated[dict[str, Any], Field(validate_default=True)] = {}
    task_dependencies: Annotated[list[TaskId], Field(max_length=1_000)] = []
    task_notify: fields.Notify = fields.Notify()
    task_tags: Annotated[list[str], Field(max_length=20), AfterValidator(fields.tags)] = []
    task_queue: Annotated[str, AfterValidator(fields.queue)] = ""

    @classmethod
    def read(cls, data: object) -> Self:
        """The task that `data` describes. Raises InvalidInput with every error there is."""
        if not isinstance(data, Mapping):
            raise InvalidInput([ConfigurationError("task_not_an_object")])
        errors: list[WatchbellError] = [*check_plain(dict(data))]
        if not errors and len(json.dumps(dict(data))) > LARGEST_DEFINITION:
            errors = [ConfigurationError("definition_too_large", limit=LARGEST_DEFINITION)]
        if errors:
            raise InvalidInput(errors)
        try:
            return cls(**{str(key): value for key, value in data.items()})
        except ValidationError as found:
            raise InvalidInput(translated(found, _known_fields)) from None

    @classmethod
    def stored(cls, data: Mapping[str, Any]) -> Self:
        """A task as it was saved: not checked again, so that a stricter rule never hides one."""
        return cls.model_construct(**{key: value for key, value in data.items() if key in FIELDS})

    def to_json(self) -> dict[str, Any]:
        """All fields, as JSON types."""
        return {name: getattr(self, name) for name in FIELDS}

    def to_sparse_json(self) -> dict[str, Any]:
        """The seed's fields, and of ours those that differ from their default: for files people read."""
        return {
            name: value
            for name, value in self.to_json().items()
            if name in SEED_FIELDS or value != FIELDS[name].default
        }

    def canonical(self) -> str:
        """The same text for the same definition, whatever store it comes from."""
        return json.dumps(self.to_json(), sort_keys=True)

    def to_spec(self) -> ExecutionSpec:
        """What an execution of this task is made from."""
        retry = {
            "count": self.task_retry,
            "interval": self.task_retry_interval,
            "backoff": self.task_retry_backoff,
        }
        return ExecutionSpec(
            executor=self.task_type,
            program=self.task_exec,
            name=self.task_name,
            config=self.task_config,
            env=self.task_env,
            timeout=self.task_timeout,
            limits=dict(self.task_limits),  # type: ignore[arg-type]
            retry=retry if self.task_retry else None,
            log=self.task_log,
        )

    def schedules(self, default_timezone: str | None = None) -> tuple[Schedule, ...]:
        """When it is due; `default_timezone` (the installation's) counts where the task names no zone."""
        zone = self.task_timezone or default_timezone or get_settings().timezone
        return parse_all(self.task_schedule, zone)

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Defaults that follow from the id, and null for "none" where that has a meaning."""
        given = data.get("task_id")
        name = given[:64] if given and isinstance(given, str) else "unnamed"
        empty = {key: "" for key in ("task_timezone", "task_schedule") if data.get(key, "") is None}
        return {"task_name": name, "task_log": f"logs/task_{name}.log", **data, **empty}

    @field_validator("task_exec")
    @classmethod
    def _check_program(cls, value: str, info: ValidationInfo) -> str:
        if {"task_type", "task_config"} <= info.data.keys():
            refuse(check_program(info.data["task_type"], value, info.data["task_config"]))
        return value

    @field_validator("task_timezone")
    @classmethod
    def _check_zone(cls, value: str) -> str:
        if value:
            checked(load_zone, value)
        return value

    @field_validator("task_schedule", mode="before")
    @classmethod
    def _check_schedule(cls, value: object, info: ValidationInfo) -> object:
        checked(parse_all, value, info.data.get("task_timezone") or get_settings().timezone)
        return value

    @field_validator("task_log")
    @classmethod
    def _check_log(cls, value: str, info: ValidationInfo) -> str:
        if "task_id" in info.data:
            refuse(check_log(value, info.data["task_id"]))
        return value

    @field_validator("task_env")
    @classmethod
    def _check_env(cls, value: dict[str, Any]) -> dict[str, Any]:
        refuse(check_environment(value))
        return value

    @field_validator("task_parameters")
    @classmethod
    def _check_parameters(cls, value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        if value:
            from watchbell.kernel.params import check_schema  # brings in a schema validator

            checked(check_schema, value)
        if {"task_type", "task_config"} <= info.data.keys():
            refuse(check_parameter_use(info.data["task_type"], info.data["task_config"], value))
        return value

    @field_validator("task_dependencies")
    @classmethod
    def _check_itself(cls, value: list[str], info: ValidationInfo) -> list[str]:
        if "task_id" in info.data:
            checked(check_dependencies, info.data["task_id"], value, dict.fromkeys(value, ()))
        return list(dict.fromkeys(value))


FIELDS = TaskDefinition.model_fields
SEED_FIELDS = (
    "task_id",
    "task_name",
    "task_desc",
    "task_exec",
    "task_schedule",
    "task_timeout",
    "task_retry",
    "task_retry_interval",
    "task_enabled",
    "task_log",
    "task_env",
    "task_dependencies",
    "task_notify",
)


def _known_fields(path: str) -> Iterable[str]:
    return fields.KEYS.get(path, FIELDS if not path else ())
