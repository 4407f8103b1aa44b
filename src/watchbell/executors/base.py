"""What an executor is: it turns a frozen description into something the launcher can run."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from watchbell.errors import ConfigurationError


@dataclass(frozen=True)
class ExecutionSpec:
    """What to run and how. Durations are in seconds, `log` is relative to the data directory."""

    executor: str
    program: str
    name: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    timeout: float | None = None
    limits: dict[str, float] = field(default_factory=dict)
    retry: dict[str, Any] | None = None
    log: str = ""


@dataclass(frozen=True)
class RunContext:
    """The one execution a command is made for."""

    execution_id: str
    task_id: str
    attempt: int
    parameters: dict[str, Any]
    page_context: dict[str, Any]
    scheduled_for: datetime | None
    data_dir: Path


@dataclass(frozen=True)
class Title:
    en: str
    zh: str


class Executor(ABC):
    """How a kind of task is run: a process on this machine.

    `options` is the JSON Schema of `task_config`; it draws the form and checks the input.
    """

    title: ClassVar[Title]
    description: ClassVar[Title]
    options: ClassVar[dict[str, Any]]
    default_env: ClassVar[dict[str, str]] = {}
    program_is_file: ClassVar[bool] = True

    def check(self, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
        """What is wrong with a definition, before it is saved."""
        problems = [] if program else [ConfigurationError("field_required", field="task_exec")]
        return problems + list(_schema_errors(self.options, config))

    @abstractmethod
    def argv(self, spec: ExecutionSpec, context: RunContext) -> list[str]:
        """The program and its arguments. Raises ExecutionError where it cannot be run."""


def _schema_errors(schema: dict[str, Any], config: dict[str, Any]) -> list[ConfigurationError]:
    from jsonschema import Draft202012Validator

    from watchbell.kernel.params_errors import explain

    found = Draft202012Validator(schema).iter_errors(config)
    return [problem for error in found for problem in explain(error, "task_config")]


def options(**properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of an executor's options: these, and no others."""
    return {"type": "object", "properties": properties, "additionalProperties": False}


def text(en: str, zh: str, **more: Any) -> dict[str, Any]:
    """A string option with its label in both languages."""
    return {"type": "string", "title": en, "x-title-zh": zh, **more}


ARGS = {
    "type": "array",
    "items": {"type": "string"},
    "title": "Arguments",
    "x-title-zh": "命令行参数",
    "description": "One argument each; nothing is expanded, no shell reads them.",
    "x-description-zh": "每行一个参数；不做任何展开，也不经过 shell。",
}
CWD = text(
    "Working directory",
    "工作目录",
    description="Relative to the data directory, which is the default.",
    **{"x-description-zh": "相对于数据目录；默认即数据目录。"},
)
