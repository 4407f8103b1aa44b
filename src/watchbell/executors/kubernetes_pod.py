"""How a pod stands, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from watchbell.errors import ExecutionError, WatchbellError
from watchbell.executors.kubernetes_manifest import Object

_IMAGE = {"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError"}
_START = {"CreateContainerConfigError", "CreateContainerError", "RunContainerError", "CrashLoopBackOff"}
_HOPELESS = {"InvalidImageName", "ErrImageNeverPull"}
_NOT_STARTED = {"StartError", "ContainerCannotRun"}  # of a container that "ran": its program does not exist


@dataclass(frozen=True)
class Trouble:
    """Why a pod does not run; `is_final` where waiting does not help."""

    error: ExecutionError
    is_final: bool


@dataclass(frozen=True)
class Finish:
    """How a pod ended: the arguments of a `Remote`."""

    status: str
    return_code: int | None = None
    reason: str = ""
    error: WatchbellError | None = None
    result: Any = None


def containers(pod: Object) -> Iterator[tuple[str, Object]]:
    """Each container that has begun, by name, in order, with its state (`running` or `terminated`)."""
    status = pod.get("status") or {}
    for part in ("initContainerStatuses", "containerStatuses"):
        for one in status.get(part) or []:
            state = one.get("state") or {}
            if "running" in state or "terminated" in state:
                yield one["name"], state


def trouble(pod: Object) -> Trouble | None:
    """What keeps a pod from running; None where nothing does that we know."""
    status = pod.get("status") or {}
    for part in ("initContainerStatuses", "containerStatuses"):
        for one in status.get(part) or []:
            waiting = (one.get("state") or {}).get("waiting") or {}
            reason = waiting.get("reason")
            if reason in _IMAGE or reason in _START:
                code = "kubernetes_image" if reason in _IMAGE else "kubernetes_start"
                detail = _one_line(f"{reason}: {waiting.get('message') or ''}")
                error = ExecutionError(code, image=one.get("image") or "?", detail=detail)
                return Trouble(error, reason in _HOPELESS)
    for condition in status.get("conditions") or []:
        if condition.get("type") == "PodScheduled" and condition.get("reason") == "Unschedulable":
            detail = _one_line(condition.get("message") or "Unschedulable")
            return Trouble(ExecutionError("kubernetes_unschedulable", detail=detail), False)
    return None


def has_ended(pod: Object) -> bool:
    return (pod.get("status") or {}).get("phase") in ("Succeeded", "Failed")


def finish(pod: Object) -> Finish:
    """How a pod that has ended did: its first container decides, else whichever failed."""
    status = pod.get("status") or {}
    ends = [(name, state["terminated"]) for name, state in containers(pod) if "terminated" in state]
    own = {one["name"] for one in status.get("containerStatuses") or []}
    main = next((end for name, end in ends if name in own), None)
    failed = next((end for _, end in ends if end.get("exitCode")), None)
    code = (main or {}).get("exitCode") if main else (failed or {}).get("exitCode")
    if any(end.get("reason") == "OOMKilled" for _, end in ends):
        return Finish("failed", code, "oom", ExecutionError("kubernetes_memory"))
    if status.get("reason") == "Evicted":
        return _evicted(_one_line(status.get("message") or ""), code)
    if status.get("reason") == "DeadlineExceeded":
        return Finish("failed", code, "timeout", ExecutionError("program_timeout"))
    if status.get("phase") == "Succeeded":
        return Finish("success", code, result=_result(main))
    return _failed(failed if not code else main or failed, status)


def _failed(end: Object | None, status: Object) -> Finish:
    if end is None:
        detail = _one_line(status.get("message") or status.get("reason") or "?")
        return Finish("failed", None, "kubernetes_pod", ExecutionError("kubernetes_pod", detail=detail))
    code = end.get("exitCode")
    if end.get("reason") in _NOT_STARTED:
        detail = _one_line(end.get("message") or end["reason"])
        error = ExecutionError("kubernetes_start", image="", detail=detail)
        return Finish("failed", code, "kubernetes_start", error)
    return Finish("failed", code, "exit_code", result=_result(end))


def _evicted(detail: str, code: int | None) -> Finish:
    reason = "oom" if "memory" in detail else "kubernetes_evicted"
    return Finish("failed", code, reason, ExecutionError("kubernetes_evicted", detail=detail or "Evicted"))


def _result(end: Object | None) -> Any:
    """What the program wrote to /dev/termination-log, where that is a JSON object."""
    try:
        value = json.loads((end or {}).get("message") or "")
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _one_line(text: str) -> str:
    return " ".join(text.split())[:1000].rstrip(" .:")
