"""The description of the API that clients are made from."""

from __future__ import annotations

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
    schemas = document["components"]["schemas"]
    problems = Problems.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    schemas.update(problems.pop("$defs"))
    document["components"] = {
        "schemas": dict(sorted({**schemas, "Problems": problems}.items())),
        "securitySchemes": _SECURITY,
    }
    return document


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
    entry["responses"]["default"] = _ERRORS
    guard = next((guard for guard in guards if isinstance(guard, may)), None)
    if guard is None:
        entry["security"] = []
        return
    entry["security"] = [{name: []} for name in _SECURITY]
    entry["x-action"] = guard.action
