"""Objects of Kubernetes, checked against its published OpenAPI (as the package lightkube-models has it)."""

from __future__ import annotations

from typing import Any

import msgspec
from lightkube.resources import apps_v1, batch_v1, core_v1

_MODELS = {
    "Job": batch_v1.Job,
    "Pod": core_v1.Pod,
    "ConfigMap": core_v1.ConfigMap,
    "Event": core_v1.Event,
    "Deployment": apps_v1.Deployment,
}
KINDS = {  # plural → apiVersion, kind, namespaced
    "pods": ("v1", "Pod", True),
    "configmaps": ("v1", "ConfigMap", True),
    "events": ("v1", "Event", True),
    "namespaces": ("v1", "Namespace", False),
    "jobs": ("batch/v1", "Job", True),
    "deployments": ("apps/v1", "Deployment", True),
}


class Invalid(Exception):
    """What a strict API server says of an object that does not fit."""


def check(one: dict[str, Any]) -> None:
    """Raises Invalid for a field that is unknown, missing or of another type."""
    model = _MODELS[one["kind"]]
    try:
        read = msgspec.to_builtins(msgspec.convert(one, model))
    except msgspec.ValidationError as error:
        raise Invalid(str(error)) from None
    unknown = list(_unknown(one, read, one["kind"]))
    if unknown:
        raise Invalid(f"unknown field: {', '.join(unknown)}")


def _unknown(given: Any, read: Any, path: str) -> Any:
    if isinstance(given, dict) and isinstance(read, dict):
        for key, value in given.items():
            if key in read:
                yield from _unknown(value, read[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}"
    elif isinstance(given, list) and isinstance(read, list):
        for number, (one, other) in enumerate(zip(given, read, strict=True)):
            yield from _unknown(one, other, f"{path}[{number}]")
