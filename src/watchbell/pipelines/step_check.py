"""What each step runs: is there such an executor, task or script, and are its options right?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.executors import get_executor, registry
from watchbell.pipelines.graph_check import Steps
from watchbell.pipelines.references import reference_of
from watchbell.tasks.environment import check_environment
from watchbell.tasks.programs import check_program

OWN_TYPES = ("task", "script", "approval")
_OF_TYPE = {"task": ("task_id",), "script": ("script",), "approval": ("message",)}
_ALL = ("program", "config", "task_id", "script", "message")
_NOT_FOR_APPROVALS = ("env", "parameters", "retry", "limits")


def type_errors(steps: Steps) -> Iterator[ConfigurationError]:
    """What is wrong with the type of each step and with what belongs to it."""
    for path, step in steps:
        kind = step.get("type")
        if not isinstance(kind, str) or not kind:
            continue  # its form is wrong, and that is told already
        yield from _unused(path, step, kind)
        if kind in ("task", "script") and not step.get(_OF_TYPE[kind][0]):
            yield ConfigurationError("field_required", field=f"{path}.{_OF_TYPE[kind][0]}")
        if kind not in OWN_TYPES:
            yield from _executor_errors(path, step, kind)
        yield from _environment_errors(path, step)


def script_errors(steps: Steps) -> Iterator[ConfigurationError]:
    """Scripts that are not registered, or switched off. Asks the database once."""
    named = [(path, step["script"]) for path, step in steps if _names(step, "script")]
    if not named:
        return
    from watchbell.scripts.models import Script

    there = set(Script.objects.filter(is_active=True).values_list("name", flat=True))
    for path, name in named:
        if name not in there:
            yield _unknown("pipeline_script_unknown", f"{path}.script", name, there)


def task_errors(steps: Steps, known: Iterable[str]) -> Iterator[ConfigurationError]:
    """Tasks that do not exist; `known` are those that do."""
    there = set(known)
    for path, step in steps:
        if _names(step, "task") and step["task_id"] not in there:
            yield _unknown("pipeline_task_unknown", f"{path}.task_id", step["task_id"], there)


def tasks_named(steps: Steps) -> set[str]:
    return {step["task_id"] for _, step in steps if _names(step, "task")}


def _names(step: dict[str, Any], kind: str) -> bool:
    name = step.get(_OF_TYPE[kind][0])
    return step.get("type") == kind and isinstance(name, str) and bool(name)


def _unknown(code: str, field: str, name: str, known: Iterable[str]) -> ConfigurationError:
    close = get_close_matches(name, sorted(known), n=3, cutoff=0.6)
    return ConfigurationError(code, field=field, name=name, known=", ".join(close))


def _unused(path: str, step: dict[str, Any], kind: str) -> Iterator[ConfigurationError]:
    own = _OF_TYPE.get(kind, ("program", "config"))
    others = [name for name in _ALL if name not in own]
    others += _NOT_FOR_APPROVALS if kind == "approval" else ()
    for name in others:
        if step.get(name):
            yield ConfigurationError("pipeline_field_unused", field=f"{path}.{name}", name=name, type=kind)


def _executor_errors(path: str, step: dict[str, Any], kind: str) -> Iterator[ConfigurationError]:
    if kind == "pipeline":
        yield ConfigurationError("pipeline_in_pipeline", field=f"{path}.type")
        return
    known = {*OWN_TYPES, *registry.all()} - {"pipeline"}
    if kind not in known:
        yield ConfigurationError(
            "pipeline_type_unknown", field=f"{path}.type", type=kind, known=", ".join(sorted(known))
        )
        return
    program, config = step.get("program", ""), step.get("config", {})
    if isinstance(program, str) and isinstance(config, dict):
        get_executor(kind)
        for error in check_program(kind, program, config):
            error.field = _in_step(path, error.field)
            yield error


def _in_step(path: str, field: str | None) -> str:
    """Executors speak of a task's fields; in a step they are shorter."""
    if not field:
        return path
    for name, short in (("task_exec", "program"), ("task_config", "config")):
        if field == name or field.startswith((f"{name}.", f"{name}[")):
            return f"{path}.{short}{field[len(name) :]}"
    return f"{path}.config.{field}" if not field.startswith("task_") else f"{path}.{field}"


def _environment_errors(path: str, step: dict[str, Any]) -> Iterator[ConfigurationError]:
    env = step.get("env")
    if not isinstance(env, dict):
        return
    # What a reference stands for becomes text when the step starts.
    plain = {name: "" if reference_of(value) else value for name, value in env.items()}
    for error in check_environment(plain):
        error.field = f"{path}.env{(error.field or '').removeprefix('task_env')}"
        yield error
