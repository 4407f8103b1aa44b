"""Starting a build, and finding one that was started by somebody who did not live to tell."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors.base import ExecutionSpec, RunContext
from watchbell.executors.jenkins_site import builds, crumb, jenkins, job_path
from watchbell.executors.remote import Handle, TargetNotReached
from watchbell.executors.rest import Site, at_start
from watchbell.executors.site_options import MARK, values_of

_ITEM = re.compile(r"/queue/item/(\d+)/?$")
_LOOKS = 3
"""Times that the queue and the builds are searched: an item may be on its way from one to the other."""


def start(spec: ExecutionSpec, context: RunContext) -> Handle:
    """Puts a build in the queue. Raises as Site.call does."""
    try:
        with jenkins(spec, is_patient=False) as site:
            known = _parameters_of_job(site, spec)
            given = values_of(spec.config, "parameters", context.parameters)
            if unknown := [name for name in given if name not in known]:
                # Jenkins would leave them out without a word.
                raise ConfigurationError(
                    "jenkins_parameter_unknown",
                    field="task_config.parameters",
                    job=spec.program,
                    name=unknown[0][:100],
                )
            if mark := _mark(spec, known):
                given[mark] = context.execution_id
            headers = crumb(site)  # before the one request that does something
            return _triggered(site, spec, headers, given if known else None)
    except TargetNotReached as error:
        raise at_start(error) from error


def find(spec: ExecutionSpec, context: RunContext) -> Handle | None:
    """The queue item of this execution. Raises ExecutionError `start_unknown` where the job has no place for
    a mark."""
    with jenkins(spec, is_patient=True) as site:
        mark = _mark(spec, _parameters_of_job(site, spec))
        if not mark:
            raise ExecutionError("start_unknown", target=_host(spec))
        for look in range(_LOOKS):
            if look:
                time.sleep(1)
            found = _waiting(site, mark, context) or _built(site, spec, mark, context)
            if found is not None:
                return {"queue": found}
    return None


def _triggered(
    site: Site, spec: ExecutionSpec, headers: dict[str, str], given: dict[str, str] | None
) -> Handle:
    # Jenkins refuses the one for jobs with parameters, and the other for jobs without.
    action = "build" if given is None else "buildWithParameters"
    answer = site.call(
        "POST",
        f"{job_path(spec)}/{action}",
        also=(302, 303),
        what=spec.program,
        headers={**headers, "Content-Type": "application/x-www-form-urlencoded"},
        content=urlencode(given or {}).encode(),
    )
    # The address may be another than ours (Jenkins has one configured): only the number counts.
    item = _ITEM.search(urlsplit(answer.headers.get("Location", "")).path)
    if item is None:
        raise ExecutionError("start_unknown", target=_host(spec))
    return {"queue": int(item[1])}


def _parameters_of_job(site: Site, spec: ExecutionSpec) -> list[str]:
    tree = "tree=buildable,property[parameterDefinitions[name]]"
    job = site.json(f"{job_path(spec)}/api/json?{tree}", what=spec.program)
    if job.get("buildable") is False:
        raise ConfigurationError("jenkins_job_disabled", field="task_exec", job=spec.program)
    return [
        str(one["name"])
        for part in job.get("property") or []
        for one in part.get("parameterDefinitions") or []
    ]


def _mark(spec: ExecutionSpec, known: list[str]) -> str | None:
    name = spec.config.get("mark_parameter", MARK)
    return name if name in known else None


def _waiting(site: Site, mark: str, context: RunContext) -> int | None:
    items = site.json("/queue/api/json?tree=items[id,actions[parameters[name,value]]]").get("items") or []
    return next((int(item["id"]) for item in items if _carries(item, mark, context)), None)


def _built(site: Site, spec: ExecutionSpec, mark: str, context: RunContext) -> int | None:
    found = builds(site, spec, "number,queueId,actions[parameters[name,value]]")
    return next((int(build["queueId"]) for build in found if _carries(build, mark, context)), None)


def _carries(thing: dict[str, Any], mark: str, context: RunContext) -> bool:
    parameters = (one for action in thing.get("actions") or [] for one in action.get("parameters") or [])
    return any(one.get("name") == mark and one.get("value") == context.execution_id for one in parameters)


def _host(spec: ExecutionSpec) -> str:
    return urlsplit(str(spec.config["url"])).netloc
