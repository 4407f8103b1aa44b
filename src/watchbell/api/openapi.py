"""The description of the API that clients are made from."""

from __future__ import annotations

import json
import re
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE

from watchbell.api.guard import may
from watchbell.api.problems import Problems

_SECURITY: dict[str, dict[str, str]] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key."},
    "api_key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "watchbell_session",
        "description": "The browser session; writes also carry the header X-CSRFToken.",
    },
}
_REFERENCE = re.compile(r'"#/components/schemas/([^"]+)"')
_ERRORS = {
    "description": "Anything that did not work, in one shape.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problems"}}},
}


def openapi(api: NinjaAPI, prefix: str = "/api/") -> dict[str, Any]:
    """The OpenAPI 3.1 document of `api` as it is mounted at `prefix`."""
    document = dict(api.get_openapi_schema(path_prefix=prefix))
    for path, operation in _operations(api):
        entry = document["paths"][_full(prefix, path)]
        for method in operation.methods:
            _complete(entry[method.lower()], operation.auth_callbacks)
    problems = Problems.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    schemas = {**document["components"]["schemas"], **problems.pop("$defs"), "Problems": problems}
    schemas.update(_named_bodies(document["paths"]))
    used = _used(document["paths"], schemas)
    document["components"] = {
        "schemas": {name: schemas[name] for name in sorted(used)},
        "securitySchemes": _SECURITY,
    }
    return document


def _named_bodies(paths: dict[str, Any]) -> dict[str, Any]:
    """Moves the schemas that stand in request bodies to where clients find them by name."""
    named: dict[str, Any] = {}
    for entry in (entry for methods in paths.values() for entry in methods.values()):
        for content in entry.get("requestBody", {}).get("content", {}).values():
            if "properties" in content["schema"]:
                name = content["schema"]["title"]
                named[name] = content["schema"]
                content["schema"] = {"$ref": REF_TEMPLATE.format(model=name)}
    return named


def _used(paths: Any, schemas: dict[str, Any]) -> set[str]:
    """The schemas that `paths` refer to, directly or not; ninja also lists those of queries."""
    found: set[str] = set()
    look_at = [json.dumps(paths)]
    while look_at:
        names = set(_REFERENCE.findall(look_at.pop())) - found
        found |= names
        look_at += [json.dumps(schemas[name]) for name in names]
    return found


def _operations(api: NinjaAPI) -> list[tuple[str, Any]]:
    return [
        (f"{router.prefix}/{path}", operation)
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
        if operation.include_in_schema
    ]


def _full(prefix: str, path: str) -> str:
    joined = re.sub("/+", "/", f"/{prefix}/{path}")
    return re.sub(r"{[^}:]+:", "{", joined)


def _complete(entry: dict[str, Any], guards: list[Any]) -> None:
    entry["responses"] = {**{str(code): one for code, one in entry["responses"].items()}, "default": _ERRORS}
    guard = next((guard for guard in guards if isinstance(guard, may)), None)
    if guard is None:
        entry["security"] = []
        return
    entry["security"] = [{name: []} for name in _SECURITY]
    entry["x-action"] = guard.action
