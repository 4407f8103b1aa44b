"""How a pipeline stands, and how it is ended."""

from __future__ import annotations

from typing import Any

from watchbell.errors import ExecutionError
from watchbell.executors.base import ExecutionSpec
from watchbell.executors.gitlab_site import gitlab, host, pages, project_path
from watchbell.executors.gitlab_traces import Traces
from watchbell.executors.remote import Cursor, Handle, Remote
from watchbell.executors.rest import gone

_ENDED = frozenset({"success", "failed", "canceled", "skipped"})
_WAITING = frozenset({"manual", "scheduled", "waiting_for_resource", "waiting_for_callback"})
_MOST_MISSES = 3
# Over already, or nothing left to end.
_FINE = (400, 403, 404, 409, 422)


def follow(spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
    """One look; see RemoteExecutor.poll."""
    place = f"{project_path(spec)}/pipelines/{handle['pipeline']}"
    with gitlab(spec, is_patient=True) as site:
        # Its state first: what is read of the traces after the end is all there is.
        answer = site.call("GET", place, also=(404,))
        if answer.status == 404:
            misses = cursor.get("misses", 0) + 1
            if misses >= _MOST_MISSES:
                raise gone(host(spec))
            return Remote(cursor={**cursor, "misses": misses})
        jobs = sorted(pages(site, f"{place}/jobs?include_retried=true"), key=lambda job: int(job["id"]))
        traces = Traces(site, project_path(spec), cursor)
        traces.read(jobs)
        return _stands(answer.json(), jobs, traces)


def _stands(pipeline: dict[str, Any], jobs: list[dict[str, Any]], traces: Traces) -> Remote:
    if pipeline["status"] not in _ENDED:
        progress = _progress(pipeline, jobs)
        return Remote(cursor=traces.cursor, output=traces.output, more=traces.more, progress=progress)
    if traces.more:
        return Remote(cursor=traces.cursor, output=traces.output, more=True)
    verdict = _verdict(pipeline, jobs)
    return Remote(cursor=traces.cursor, output=traces.output, ended=True, **verdict)


def stop(spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
    """Cancels the pipeline; with `force`, each of its jobs without the job's own clean-up."""
    place = f"{project_path(spec)}/pipelines/{handle['pipeline']}"
    with gitlab(spec, is_patient=True) as site:
        site.call("POST", f"{place}/cancel", also=(400, 404, 409))
        if not force:
            return
        for job in list(pages(site, f"{place}/jobs")):
            if job["status"] not in _ENDED:
                path = f"{project_path(spec)}/jobs/{job['id']}/cancel?force=true"
                site.call("POST", path, also=_FINE)


def _progress(pipeline: dict[str, Any], jobs: list[dict[str, Any]]) -> dict[str, Any]:
    running = [job["name"] for job in jobs if job["status"] == "running"]
    waiting = [job["name"] for job in jobs if job["status"] in _WAITING]
    # Nobody sees how long a pipeline takes; that one waits for a person is what people must see.
    names = waiting if pipeline["status"] in _WAITING else running
    ended = sum(job["status"] in _ENDED for job in jobs)
    message = f"{pipeline['status']}: {', '.join(names)}" if names else str(pipeline["status"])
    return {"progress": round(ended * 100 / len(jobs)) if jobs else None, "message": message[:300]}


def _verdict(pipeline: dict[str, Any], jobs: list[dict[str, Any]]) -> dict[str, Any]:
    status = pipeline["status"]
    result = {
        "pipeline": pipeline["id"],
        "status": status,
        "url": pipeline.get("web_url"),
        "stages": _stages(jobs),
    }
    if status == "success":
        return {"status": "success", "return_code": 0, "result": result}
    if status == "canceled":
        return {"status": "cancelled", "reason": "target", "result": result}
    failed = [
        f"{job['name']} ({job['failure_reason']})" if job.get("failure_reason") else str(job["name"])
        for job in jobs
        if job["status"] == "failed" and not job.get("allow_failure")
    ]
    values = {"pipeline": f"#{pipeline['id']}", "result": status, "jobs": ", ".join(failed)[:500] or "-"}
    return {"status": "failed", "error": ExecutionError("pipeline_failed", **values), "result": result}


def _stages(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The jobs by stage, in the order of their ids, which is the order of the stages."""
    stages: dict[str, list[dict[str, Any]]] = {}
    for job in jobs:
        kept = ("id", "name", "status", "duration", "failure_reason", "web_url")
        stages.setdefault(str(job.get("stage")), []).append({name: job.get(name) for name in kept})
    return [{"name": name, "jobs": own} for name, own in stages.items()]
