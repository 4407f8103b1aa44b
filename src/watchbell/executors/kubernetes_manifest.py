"""Objects as people write them down: YAML, or `kind/name`."""

from __future__ import annotations

from typing import Any

import yaml

from watchbell.errors import ConfigurationError
from watchbell.executors.base import ExecutionSpec
from watchbell.executors.paths import program_file

Object = dict[str, Any]

LARGEST = 2 * 1024 * 1024
_MOST_VALUES = 100_000  # aliases of YAML can make few bytes stand for endless ones
_KINDS = {
    **dict.fromkeys(
        ["ConfigMap", "Namespace", "PersistentVolumeClaim", "Pod", "Secret", "Service", "ServiceAccount"],
        "v1",
    ),
    **dict.fromkeys(["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"], "apps/v1"),
    **dict.fromkeys(["CronJob", "Job"], "batch/v1"),
    "Ingress": "networking.k8s.io/v1",
}
_BY_NAME = {kind.lower(): (version, kind) for kind, version in _KINDS.items()}


def objects_of(spec: ExecutionSpec) -> list[Object]:
    """What the task is about. Raises ConfigurationError, and ExecutionError where the file is missing."""
    if spec.config.get("resources"):
        return [named(one) for one in spec.config["resources"]]
    if spec.config.get("manifest"):
        return parsed(spec.config["manifest"], "task_config.manifest")
    path = program_file(spec.program, spec.root)
    if path.stat().st_size > LARGEST:
        raise _wrong("task_exec", f"it is larger than {LARGEST} bytes")
    return parsed(path.read_text(encoding="utf-8", errors="replace"), "task_exec")


def parsed(text: str, field: str) -> list[Object]:
    """The objects of a YAML text, those of a List among them."""
    try:
        documents = [one for one in yaml.safe_load_all(text) if one is not None]
    except (yaml.YAMLError, RecursionError) as error:
        raise _wrong(field, str(error).replace("\n", " ")[:500]) from None
    if not _is_bounded(documents):
        raise _wrong(field, "it is too large")
    found = [part for one in documents for part in _parts(one)]
    if not found:
        raise _wrong(field, "it holds no object")
    for one in found:
        _check(one, field)
    return found


def named(text: str) -> Object:
    """`deployment/web`, or `apps/v1/Deployment/web` for any kind."""
    *version, kind, name = text.split("/") if text.count("/") in (1, 2, 3) else ["", ""]
    if not version and kind.lower() in _BY_NAME:
        known, kind = _BY_NAME[kind.lower()]
        version = [known]
    if not version or not all([*version, kind, name]):
        known_kinds = ", ".join(sorted(_BY_NAME))
        raise ConfigurationError(
            "kubernetes_kind_unknown", field="task_config.resources", name=text[:200], known=known_kinds
        )
    return {"apiVersion": "/".join(version), "kind": kind, "metadata": {"name": name}}


def _parts(document: Any) -> list[Any]:
    if isinstance(document, dict) and document.get("kind") == "List":
        return list(document.get("items") or [])
    return [document]


def _check(one: Any, field: str) -> None:
    if not isinstance(one, dict):
        raise _wrong(field, "an object is a mapping")
    metadata = one.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    for what, value in (("apiVersion", one.get("apiVersion")), ("kind", one.get("kind")), ("name", name)):
        if not isinstance(value, str) or not value:
            raise _wrong(field, f"{what} is missing")


def _is_bounded(value: Any) -> bool:
    waiting, count = [value], 0
    while waiting and count <= _MOST_VALUES:
        one = waiting.pop()
        count += 1
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return count <= _MOST_VALUES


def _wrong(field: str, detail: str) -> ConfigurationError:
    return ConfigurationError("manifest_invalid", field=field, detail=detail.rstrip("."))
