"""What an executor is: it turns a frozen description into something the launcher can run."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from watchbell.errors import ConfigurationError, WatchbellError


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
    root: str = ""  # an administrator's folder the program may be in, beside those of the settings
    result: Literal["", "stdout"] = ""  # where the result is found, beside the result file


@dataclass(frozen=True)
class RunContext:
    """The one execution a command is made for."""

    execution_id: str
    task_id: str
    attempt: int
    parameters: dict[str, Any]
    page_context: str | dict[str, Any]
    scheduled_for: datetime | None
    data_dir: Path

    @property
    def folder(self) -> Path:
        """A folder of this execution alone, not made yet; see `ProcessExecutor.uses_folder`."""
        return self.data_dir / "run" / "work" / self.execution_id


@dataclass(frozen=True)
class Title:
    en: str
    zh: str


Runner = Literal["launcher", "remote", "pipeline", "approval"]
"""Who carries an execution: the launcher (a process here), the remote driver, or its pipeline."""


class Executor(ABC):
    """How a kind of task is run.

    `options` is the JSON Schema of `task_config`; it draws the form and checks the input.
    """

    title: ClassVar[Title]
    description: ClassVar[Title]
    options: ClassVar[dict[str, Any]]
    program_is_file: ClassVar[bool] = True
    program_is_needed: ClassVar[bool] = True
    log_is_its_own: ClassVar[bool] = True  # its last line is what people look for where it failed

    def check(self, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
        """What is wrong with a definition, before it is saved."""
        problems = []
        if self.program_is_needed and not program:
            problems = [ConfigurationError("field_required", field="task_exec")]
        problems += _schema_errors(self.options, config)
        return problems or list(_unknown_secrets(self.options, config))

    def check_parameters(self, config: dict[str, Any], schema: dict[str, Any]) -> list[ConfigurationError]:
        """What is wrong with how these options use the run-time parameters that `schema` describes."""
        return []

    @abstractmethod
    def runner_of(self, config: dict[str, Any]) -> Runner:
        """Who carries an execution with these options."""


class ProcessExecutor(Executor):
    """A process on this machine, owned by the launcher."""

    default_env: ClassVar[dict[str, str]] = {}
    uses_folder: ClassVar[bool] = False  # `context.folder` is made before `argv` and removed at the end

    def runner_of(self, config: dict[str, Any]) -> Runner:
        return "launcher"

    @abstractmethod
    def argv(self, spec: ExecutionSpec, context: RunContext) -> list[str]:
        """The program and its arguments. Raises ExecutionError where it cannot be run."""

    def env(self, spec: ExecutionSpec, context: RunContext) -> dict[str, str]:
        """Variables beside those every program gets. Called after `argv`; secrets may be in them."""
        return self.default_env

    def explain(
        self, spec: ExecutionSpec, context: RunContext, return_code: int
    ) -> tuple[str, WatchbellError] | None:
        """Reason and error of an end with another exit code than 0, where more is known than the code."""
        return None


def _schema_errors(schema: dict[str, Any], config: dict[str, Any]) -> list[ConfigurationError]:
    from jsonschema import Draft202012Validator

    from watchbell.kernel.params_errors import explain

    found = Draft202012Validator(schema).iter_errors(config)
    problems = [problem for error in found for problem in explain(error, "task_config")]
    for problem in problems:
        if problem.code == "parameter_undefined":
            problem.code = "option_undefined"
    return problems


def _unknown_secrets(schema: dict[str, Any], config: dict[str, Any]) -> Iterator[ConfigurationError]:
    from watchbell.executors.secret_options import unknown_secrets

    return unknown_secrets(schema, config)


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
