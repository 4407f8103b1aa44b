from __future__ import annotations

from types import ModuleType
from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.executors.base import ExecutionSpec, RunContext, Title
from watchbell.executors.kubernetes_manifest import named, parsed
from watchbell.executors.kubernetes_options import OPTIONS
from watchbell.executors.paths import wrong_place
from watchbell.executors.remote import Cursor, Handle, Remote, RemoteExecutor


class KubernetesExecutor(RemoteExecutor):
    """Runs Jobs; applies, deletes and checks objects (seed 001, kubernetes_executor)."""

    title = Title("Kubernetes", "Kubernetes")
    description = Title(
        "A Job on a cluster, or objects to apply, delete or check.",
        "在集群上运行 Job，或应用、删除、检查对象。",
    )
    options = OPTIONS

    def check(self, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
        problems = super().check(program, config)
        if problems:
            return problems
        is_job = _action(config) == "job"
        given = [name for name in ("image", "manifest", "resources") if config.get(name)]
        if config.get("resources") and _action(config) not in ("delete", "check"):
            problems.append(ConfigurationError("manifest_needed", field="task_config.resources"))
        if config.get("image") and not is_job:
            problems.append(ConfigurationError("manifest_needed", field="task_config.image"))
        if len(given) + bool(program) > 1:
            problems.append(ConfigurationError("manifest_twice", field=_field(given, program)))
        if not given and not program:
            field = "task_config.image" if is_job else "task_config.manifest"
            problems.append(ConfigurationError("field_required", field=field))
        return problems + _unreadable(program, config)

    def start(self, spec: ExecutionSpec, context: RunContext) -> Handle:
        return dict(_module(spec).start(spec, context))

    def find(self, spec: ExecutionSpec, context: RunContext) -> Handle | None:
        found: Handle | None = _module(spec).find(spec, context)
        return found

    def poll(self, spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
        remote: Remote = _module(spec).poll(spec, handle, cursor)
        return remote

    def stop(self, spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
        _module(spec).stop(spec, handle, force=force)

    def clean(self, spec: ExecutionSpec, handle: Handle) -> None:
        _module(spec).clean(spec, handle)


def _action(config: dict[str, Any]) -> str:
    return str(config.get("action", "job"))


def _module(spec: ExecutionSpec) -> ModuleType:
    """What carries out the action; imported where it is needed, because it brings in an HTTP client."""
    if _action(spec.config) == "job":
        from watchbell.executors import kubernetes_job_run

        return kubernetes_job_run
    from watchbell.executors import kubernetes_objects_run

    return kubernetes_objects_run


def _unreadable(program: str, config: dict[str, Any]) -> list[ConfigurationError]:
    problems = wrong_place(program) if program else []
    try:
        if config.get("manifest"):
            parsed(config["manifest"], "task_config.manifest")
        for one in config.get("resources") or []:
            named(one)
    except ConfigurationError as error:
        problems.append(error)
    return problems


def _field(given: list[str], program: str) -> str:
    return "task_exec" if program else f"task_config.{given[1]}"


PLUGIN = KubernetesExecutor()
