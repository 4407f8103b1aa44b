"""Starting a pipeline, and finding one that was started by somebody who did not live to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from watchbell.errors import ExecutionError
from watchbell.executors.base import ExecutionSpec, RunContext
from watchbell.executors.gitlab_site import gitlab, host, pages, project_path
from watchbell.executors.placeholders import as_text
from watchbell.executors.remote import Handle, TargetNotReached
from watchbell.executors.rest import Site, at_start
from watchbell.executors.site_options import MARK, values_of

_MOST_SEARCHED = 200
_CLOCKS_APART = timedelta(minutes=10)


def start(spec: ExecutionSpec, context: RunContext) -> Handle:
    """Creates a pipeline. Raises as Site.call does."""
    variables = {**values_of(spec.config, "variables", context.parameters), MARK: context.execution_id}
    ref = as_text(
        context.parameters.get(spec.config.get("ref_parameter") or "") or spec.config.get("ref", "main")
    )
    body = {"ref": ref, "variables": [{"key": key, "value": value} for key, value in variables.items()]}
    try:
        with gitlab(spec, is_patient=False) as site:
            what = f"{spec.program} ({ref})"
            made = site.call("POST", f"{project_path(spec)}/pipeline", what=what, json=body).json()
    except TargetNotReached as error:
        raise at_start(error) from error
    if not isinstance(made, dict) or not isinstance(made.get("id"), int):
        raise ExecutionError("start_unknown", target=host(spec))
    return {"pipeline": made["id"]}


def find(spec: ExecutionSpec, context: RunContext) -> Handle | None:
    """The pipeline that carries the id of this execution.

    Raises ExecutionError `start_unknown` where the token may not see the variables of pipelines.
    """
    oldest = _created(context) - _CLOCKS_APART
    since = oldest.strftime("%Y-%m-%dT%H:%M:%SZ")
    path = f"{project_path(spec)}/pipelines?source=api&order_by=id&sort=desc&updated_after={since}"
    with gitlab(spec, is_patient=True) as site:
        for pipeline in islice(pages(site, path), _MOST_SEARCHED):
            if datetime.fromisoformat(pipeline["created_at"]) < oldest:
                return None
            if _carries(site, spec, pipeline, context):
                return {"pipeline": pipeline["id"]}
    return None


def _carries(site: Site, spec: ExecutionSpec, pipeline: dict[str, Any], context: RunContext) -> bool:
    path = f"{project_path(spec)}/pipelines/{pipeline['id']}/variables"
    answer = site.call("GET", path, also=(403, 404))
    if answer.status == 403:
        raise ExecutionError("start_unknown", target=host(spec))
    variables = answer.json() if answer.is_good else []
    return any(one.get("key") == MARK and one.get("value") == context.execution_id for one in variables)


def _created(context: RunContext) -> datetime:
    """When the execution was made, as its id tells (RFC 9562, version 7)."""
    return datetime.fromtimestamp((UUID(context.execution_id).int >> 80) / 1000, UTC)
