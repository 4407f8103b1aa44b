"""The Job that runs one execution: one pod, started once, found again by its name and label."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors.base import ExecutionSpec, RunContext
from watchbell.executors.kubernetes_manifest import Object, objects_of

LABEL = "watchbell.io/execution"
_DAY = 24 * 3600
_SLACK = 120  # seconds after task_timeout in which Watchbell ends it; then the cluster does
_LARGEST_VARIABLE = 100_000
_GRACE = 5


def name_of(execution_id: str) -> str:
    return f"watchbell-{execution_id}"


def job_of(spec: ExecutionSpec, context: RunContext, namespace: str) -> Object:
    """The Job for one execution. Raises ConfigurationError or ExecutionError."""
    job = _from_image(spec) if spec.config.get("image") else _from_manifest(spec)
    job["metadata"] = _labelled(job.get("metadata") or {}, context)
    job["metadata"] |= {"name": name_of(context.execution_id), "namespace": namespace}
    plan = job["spec"]
    for chosen_by_cluster in ("selector", "manualSelector"):
        plan.pop(chosen_by_cluster, None)
    # One execution is one start: whether to try again is for the task's own retries.
    plan |= {"backoffLimit": 0, "completions": 1, "parallelism": 1, "ttlSecondsAfterFinished": _DAY}
    if spec.timeout:
        plan["activeDeadlineSeconds"] = math.ceil(spec.timeout) + _SLACK
    template = plan["template"]
    template["metadata"] = _labelled(template.get("metadata") or {}, context)
    pod = template["spec"]
    pod["restartPolicy"] = "Never"
    pod.setdefault("terminationGracePeriodSeconds", _GRACE)
    _limit(pod["containers"][0], spec.limits.get("memory_mb"))
    _tell(pod["containers"][0], _environment(spec, context))
    return job


def _from_image(spec: ExecutionSpec) -> Object:
    config = spec.config
    container: Object = {"name": "main", "image": config["image"]}
    for key in ("command", "args"):
        if config.get(key):
            container[key] = [_literal(word) for word in config[key]]
    if config.get("image_pull_policy"):
        container["imagePullPolicy"] = config["image_pull_policy"]
    if resources := _resources(spec):
        container["resources"] = resources
    pod: Object = {"containers": [container]}
    if config.get("service_account"):
        pod["serviceAccountName"] = config["service_account"]
    if config.get("image_pull_secrets"):
        pod["imagePullSecrets"] = [{"name": name} for name in config["image_pull_secrets"]]
    if config.get("node_selector"):
        pod["nodeSelector"] = config["node_selector"]
    return _job(pod)


def _from_manifest(spec: ExecutionSpec) -> Object:
    objects = objects_of(spec)
    if len(objects) != 1 or objects[0]["kind"] not in ("Job", "Pod"):
        raise _wrong("one Job or one Pod is needed")
    given = copy.deepcopy(objects[0])
    job = given if given["kind"] == "Job" else _job(given.get("spec"))
    try:
        containers = job["spec"]["template"]["spec"]["containers"]
        if not isinstance(containers[0], dict):
            raise TypeError
    except (KeyError, TypeError, IndexError):
        raise _wrong("its pod has no containers") from None
    job.pop("status", None)
    return job


def _job(pod: Any) -> Object:
    return {"apiVersion": "batch/v1", "kind": "Job", "spec": {"template": {"spec": pod}}}


def _resources(spec: ExecutionSpec) -> Object:
    config = spec.config
    limits = {"cpu": config.get("cpu_limit"), "memory": config.get("memory_limit")}
    requests = {"cpu": config.get("cpu_request"), "memory": config.get("memory_request")}
    found = {
        name: {key: value for key, value in part.items() if value}
        for name, part in (("limits", limits), ("requests", requests))
    }
    return {name: part for name, part in found.items() if part}


def _limit(container: Object, megabytes: float | None) -> None:
    """The task's own limit, where the container has none."""
    if megabytes:
        resources = container.setdefault("resources", {})
        resources.setdefault("limits", {}).setdefault("memory", f"{math.ceil(megabytes)}Mi")


def _environment(spec: ExecutionSpec, context: RunContext) -> dict[str, str]:
    parameters = json.dumps(context.parameters, ensure_ascii=False)
    if len(parameters.encode()) > _LARGEST_VARIABLE:
        raise ExecutionError("parameters_too_large", limit=_LARGEST_VARIABLE)
    page = context.page_context
    return {
        "TASK_NAME": spec.name,
        **{name: str(value) for name, value in spec.env.items()},
        "TASK_ID": context.task_id,
        "EXECUTION_ID": context.execution_id,
        "WATCHBELL_ATTEMPT": str(context.attempt),
        "SCRIPT_PARAMETERS": parameters,
        **({"PAGE_CONTEXT": page if isinstance(page, str) else json.dumps(page)} if page else {}),
    }


def _tell(container: Object, variables: dict[str, str]) -> None:
    own = [one for one in container.get("env") or [] if one.get("name") not in variables]
    container["env"] = own + [{"name": name, "value": _literal(text)} for name, text in variables.items()]


def _literal(text: str) -> str:
    """Kubernetes replaces $(NAME) in variables and arguments, and $$ by $; this one stays as it is."""
    return text.replace("$", "$$")


def _labelled(metadata: Object, context: RunContext) -> Object:
    ours = {LABEL: context.execution_id, "app.kubernetes.io/managed-by": "watchbell"}
    notes = {"watchbell.io/task": context.task_id}
    return {
        **{key: value for key, value in metadata.items() if key in ("labels", "annotations")},
        "labels": {**(metadata.get("labels") or {}), **ours},
        "annotations": {**(metadata.get("annotations") or {}), **notes},
    }


def _wrong(detail: str) -> ConfigurationError:
    return ConfigurationError("manifest_invalid", field="task_config.manifest", detail=detail)
