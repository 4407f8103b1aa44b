"""Where the API keeps objects of a kind: asked once of the cluster, so that every kind it knows works."""

from __future__ import annotations

from urllib.parse import quote

from watchbell.errors import ExecutionError
from watchbell.executors.kubernetes_api import Api
from watchbell.executors.kubernetes_manifest import Object


def collection_of(api: Api, one: Object, namespace: str) -> str:
    """The path of the objects of this one's kind. Raises ExecutionError `kubernetes_kind_missing`."""
    version, kind = one["apiVersion"], one["kind"]
    resource = _resources(api, version).get(kind)
    if resource is None:  # a kind that came a moment ago, say by the manifest before
        api.kinds.pop(version, None)
        resource = _resources(api, version).get(kind)
    if resource is None:
        raise ExecutionError("kubernetes_kind_missing", kind=kind, version=version)
    base = _base(version)
    if not resource["namespaced"]:
        return f"{base}/{resource['name']}"
    own = one["metadata"].get("namespace") or namespace
    return f"{base}/namespaces/{quote(own, safe='')}/{resource['name']}"


def path_of(api: Api, one: Object, namespace: str) -> str:
    return f"{collection_of(api, one, namespace)}/{quote(one['metadata']['name'], safe='')}"


def _resources(api: Api, version: str) -> dict[str, Object]:
    if version not in api.kinds:
        found = (api.get(_base(version)) or {}).get("resources") or []
        api.kinds[version] = {one["kind"]: one for one in found if "/" not in one["name"]}
    known: dict[str, Object] = api.kinds[version]
    return known


def _base(version: str) -> str:
    return f"/apis/{quote(version)}" if "/" in version else f"/api/{quote(version)}"
