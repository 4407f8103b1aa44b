"""A frozen definition, made ready to be followed: steps in order, durations in seconds, defaults filled in.

What was checked when it was saved is not checked again, so that a stricter rule never stops a pipeline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.executions.models import Definition
from watchbell.executors import get_executor
from watchbell.executors.base import ExecutionSpec, Runner
from watchbell.kernel.duration import parse_duration
from watchbell.kernel.graph import order
from watchbell.kernel.retry import RetryPolicy
from watchbell.pipelines.references import reference_of, references

APPROVAL = "approval"
DEFAULT_LIMITS = {"log_mb": 1024}


@dataclass(frozen=True)
class Step:
    """One step. `spec` lacks only what comes from references; None where what it runs is gone (`problem`)."""

    id: str
    name: str
    type: str
    runner: Runner
    needs: frozenset[str]
    when: str
    forgiven: bool
    condition: dict[str, Any] | None
    matrix: Any
    parameters: dict[str, Any]
    env: dict[str, Any]
    schema: dict[str, Any]
    message: str
    task_id: str
    spec: ExecutionSpec | None
    problem: dict[str, Any] | None = None
    sources: frozenset[str] = frozenset()  # steps whose values it uses
    condition_first: bool = True  # its condition is about the step, not about each value of the matrix

    @property
    def is_approval(self) -> bool:
        return self.runner == APPROVAL


@dataclass(frozen=True)
class Plan:
    """`steps` in an order in which each comes after all that it needs."""

    steps: tuple[Step, ...]
    max_parallel: int
    by_id: Mapping[str, Step] = field(default_factory=dict)

    @cached_property
    def with_sources(self) -> tuple[Step, ...]:
        """Those that use values of other steps."""
        return tuple(step for step in self.steps if step.sources)


def plan_of(definition: Definition) -> Plan:
    """The plan of the frozen definition of a pipeline. Raises WatchbellError where it makes no sense."""
    known = _plans.get(definition.digest)
    if known is None:
        known = make_plan(ExecutionSpec(**definition.body))
        if sum(len(plan.steps) for plan in _plans.values()) > _MOST_STEPS_KEPT:
            _plans.clear()
        _plans[definition.digest] = known
    return known


def make_plan(whole: ExecutionSpec) -> Plan:
    given = {step["id"]: step for step in whole.config["steps"]}
    ordered = order({name: step.get("needs") or () for name, step in given.items()})
    steps = tuple(_step(given[name], whole) for name in ordered)
    most = whole.config.get("max_parallel") or 0
    return Plan(steps, most, {step.id: step for step in steps})


def spec_of_step(step: Mapping[str, Any], whole: ExecutionSpec) -> ExecutionSpec:
    """What a step that names an executor runs; the log of its task is that of the pipeline."""
    kind = step["type"]
    return ExecutionSpec(
        executor=kind,
        program=step.get("program", ""),
        name=step.get("name") or step["id"],
        config=step.get("config") or {},
        timeout=_seconds(step.get("timeout")),
        limits={**DEFAULT_LIMITS, **(step.get("limits") or {})},
        retry=retry_of(step),
        log=whole.log,
        result="" if kind == APPROVAL else "stdout",
    )


def retry_of(step: Mapping[str, Any]) -> dict[str, Any] | None:
    """As `ExecutionSpec.retry` has it; None for no retries."""
    given = step.get("retry")
    if not given:
        return None
    given = {"count": given} if isinstance(given, int) else given
    policy = RetryPolicy.of(given["count"], given.get("interval", 60), given.get("backoff", 1))
    return {"count": policy.count, "interval": policy.interval, "backoff": policy.backoff}


def _step(step: dict[str, Any], whole: ExecutionSpec) -> Step:
    resolved = step.get("resolved") or {}
    parts = {name: step.get(name) for name in ("parameters", "env", "if", "matrix")}
    found = [(where, one) for where, one in references(parts)]
    env = step.get("env") or {}
    spec, runner, problem = _run(step, resolved, whole)
    return Step(
        id=step["id"],
        name=step.get("name") or step["id"],
        type=step["type"],
        runner=runner,
        needs=frozenset(step.get("needs") or ()),
        when=step.get("when") or "success",
        forgiven=bool(step.get("continue_on_error")),
        condition=step.get("if"),
        matrix=step.get("matrix"),
        parameters=step.get("parameters") or {},
        env=env,
        schema=resolved.get("schema") or {},
        message=step.get("message", ""),
        task_id=step.get("task_id", ""),
        spec=_with_constants(spec, env) if spec else None,
        problem=problem,
        sources=frozenset(one.step for _, one in found if one.step),
        condition_first=not any(w.startswith("if") and one.path[0] == "matrix" for w, one in found),
    )


def _run(
    step: dict[str, Any], resolved: dict[str, Any], whole: ExecutionSpec
) -> tuple[ExecutionSpec | None, Runner, dict[str, Any] | None]:
    if "problem" in resolved:
        return None, "launcher", resolved["problem"]
    if "spec" in resolved:
        return ExecutionSpec(**resolved["spec"]), resolved["runner"], None
    if step["type"] == APPROVAL:
        return spec_of_step(step, whole), "approval", None
    try:
        runner: Runner = get_executor(step["type"]).runner_of(step.get("config") or {})
    except ConfigurationError as error:
        return None, "launcher", {"code": error.code, "values": error.values}
    return spec_of_step(step, whole), runner, None


def _with_constants(spec: ExecutionSpec, env: dict[str, Any]) -> ExecutionSpec:
    constants = {name: value for name, value in env.items() if not reference_of(value)}
    return ExecutionSpec(**{**vars(spec), "env": {**spec.env, **constants}}) if constants else spec


def _seconds(given: Any) -> float | None:
    return None if given is None else parse_duration(given)


_plans: dict[str, Plan] = {}
_MOST_STEPS_KEPT = 10_000  # of all plans together: some ten megabytes
