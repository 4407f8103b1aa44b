"""The action `job`: start a Job, follow its pod, end it."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from typing import Any

from watchbell.conf import get_settings
from watchbell.errors import ExecutionError
from watchbell.executors import kubernetes_pod
from watchbell.executors.base import ExecutionSpec, RunContext
from watchbell.executors.kubernetes_api import AlreadyThere, Api, connect
from watchbell.executors.kubernetes_job import LABEL, job_of, name_of
from watchbell.executors.kubernetes_manifest import Object
from watchbell.executors.kubernetes_tail import follow
from watchbell.executors.remote import Cursor, Handle, Remote

_QUIET = 3.0  # seconds without a pod before the events are asked why


def start(spec: ExecutionSpec, context: RunContext) -> Handle:
    api = connect(spec.config)
    namespace = spec.config.get("namespace") or api.namespace
    job = job_of(spec, context, namespace)
    with suppress(AlreadyThere):  # its name is this execution's: an earlier request arrived after all
        api.create(_jobs(namespace), job)
    return _handle(namespace, context.execution_id)


def find(spec: ExecutionSpec, context: RunContext) -> Handle | None:
    api = connect(spec.config)
    handle = _handle(spec.config.get("namespace") or api.namespace, context.execution_id)
    return handle if api.get(_path(handle)) or _pods(api, handle) else None


def poll(spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
    api = connect(spec.config)
    job = api.get(_path(handle))
    pods = _pods(api, handle)
    cursor = {**cursor, "since": cursor.get("since") or time.time()}
    if job is None or job["metadata"].get("deletionTimestamp"):
        cursor["deleted"] = bool(cursor.get("deleted") or pods)
    if not pods:
        return _without_pod(api, spec, handle, job, cursor)
    pod = _own(pods, cursor)
    cursor["pod"] = pod["metadata"]["uid"]
    tail = follow(api, pod, cursor)
    if tail.more or tail.later:
        return Remote(tail.cursor, tail.output, more=tail.more)
    if kubernetes_pod.has_ended(pod):
        return _ended(kubernetes_pod.finish(pod), tail.output, tail.cursor)
    why = kubernetes_pod.trouble(pod)
    if why is None:  # it runs, or is about to
        return Remote({**tail.cursor, "since": time.time()}, tail.output)
    return _waiting(spec, why, tail.output, tail.cursor)


def stop(spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
    """Deletes the Job, then its pods: they are gone from the API once their containers have ended."""
    api = connect(spec.config)
    api.delete(_path(handle))
    grace = 1 if force else max(1, math.ceil(get_settings().stop_grace))
    for pod in _pods(api, handle):
        api.delete(f"{_pod_path(handle)}/{pod['metadata']['name']}", grace=grace)


def clean(spec: ExecutionSpec, handle: Handle) -> None:
    if not spec.config.get("keep"):
        connect(spec.config).delete(_path(handle))


def _handle(namespace: str, execution_id: str) -> Handle:
    return {"namespace": namespace, "name": name_of(execution_id), "execution_id": execution_id}


def _jobs(namespace: str) -> str:
    return f"/apis/batch/v1/namespaces/{namespace}/jobs"


def _path(handle: Handle) -> str:
    return f"{_jobs(handle['namespace'])}/{handle['name']}"


def _pod_path(handle: Handle) -> str:
    return f"/api/v1/namespaces/{handle['namespace']}/pods"


def _pods(api: Api, handle: Handle) -> list[Object]:
    return api.list(_pod_path(handle), labelSelector=f"{LABEL}={handle['execution_id']}")


def _own(pods: list[Object], cursor: Cursor) -> Object:
    """The pod that was started; the cluster may make another one where a node is drained."""
    known = cursor.get("pod")
    for pod in pods:
        if known in (None, pod["metadata"]["uid"]):
            return pod
    raise ExecutionError("kubernetes_pod_replaced")


def _without_pod(api: Api, spec: ExecutionSpec, handle: Handle, job: Object | None, cursor: Cursor) -> Remote:
    if job is None:
        # Seen while it went: somebody deleted it. Not seen: it may as well have ended long ago.
        if cursor.get("deleted"):
            return Remote(cursor, ended=True, status="cancelled")
        return Remote(cursor, ended=True, status="lost", error=ExecutionError("target_gone", target=api.host))
    for condition in (job.get("status") or {}).get("conditions") or []:
        if condition.get("type") == "Failed" and condition.get("status") == "True":
            return _job_failed(condition, cursor)
    refused = _refusal(api, handle) if time.time() - cursor["since"] > _QUIET else None
    return _waiting(spec, refused, [], cursor)


def _job_failed(condition: Object, cursor: Cursor) -> Remote:
    if condition.get("reason") == "DeadlineExceeded":
        error = ExecutionError("program_timeout")
        return Remote(cursor, ended=True, status="failed", reason="timeout", error=error)
    detail = str(condition.get("message") or condition.get("reason") or "?").rstrip(".")
    return Remote(cursor, ended=True, status="failed", error=ExecutionError("kubernetes_pod", detail=detail))


def _refusal(api: Api, handle: Handle) -> kubernetes_pod.Trouble | None:
    """Why the cluster makes no pod: a quota, a service account, a policy."""
    selector = f"involvedObject.kind=Job,involvedObject.name={handle['name']},type=Warning"
    events = api.list(f"/api/v1/namespaces/{handle['namespace']}/events", fieldSelector=selector)
    if not events:
        return None
    detail = " ".join(str(events[-1].get("message") or "?").split()).rstrip(".")
    return kubernetes_pod.Trouble(ExecutionError("kubernetes_pod", detail=detail), False)


def _waiting(
    spec: ExecutionSpec, why: kubernetes_pod.Trouble | None, output: list[tuple[int, bytes]], cursor: Cursor
) -> Remote:
    """Goes on; or gives up, where what keeps it from running will not pass, or has not for long."""
    if why is None:
        return Remote(cursor, output)
    if why.is_final or time.time() - cursor["since"] > spec.config.get("start_timeout", 300):
        raise why.error
    shown: Any = {"progress": None, "message": why.error.message(get_settings().language)}
    return Remote(cursor, output, progress=shown)


def _ended(end: kubernetes_pod.Finish, output: list[tuple[int, bytes]], cursor: Cursor) -> Remote:
    if cursor.get("deleted") and end.status != "success":
        return Remote(cursor, output, ended=True, status="cancelled", return_code=end.return_code)
    return Remote(
        cursor,
        output,
        ended=True,
        status="success" if end.status == "success" else "failed",
        reason=end.reason,
        return_code=end.return_code,
        error=end.error,
        result=end.result,
    )
