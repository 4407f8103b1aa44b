"""Whether an object is as it should be, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from watchbell.executors.kubernetes_manifest import Object


@dataclass(frozen=True)
class State:
    """`is_broken`: it will not become ready by waiting."""

    is_ready: bool
    words: str
    is_broken: bool = False


def state_of(one: Object) -> State:
    """How an object of the cluster stands; what has no state of its own is ready once it exists."""
    judge = _JUDGES.get((one.get("apiVersion", "").partition("/")[0], one.get("kind", "")), _anything)
    return judge(one, one.get("spec") or {}, one.get("status") or {})


def waits(one: Object) -> bool:
    """Whether `apply` waits for it: for what is rolled out, and not for a claim that nobody uses yet."""
    return one["kind"] in ("Deployment", "StatefulSet", "DaemonSet", "Job", "Pod")


def _deployment(one: Object, spec: Object, status: Object) -> State:
    for condition in status.get("conditions") or []:
        if condition.get("reason") == "ProgressDeadlineExceeded":
            return State(False, condition.get("message") or "the rollout does not go on", is_broken=True)
    wanted = spec.get("replicas", 1)
    updated, total = status.get("updatedReplicas", 0), status.get("replicas", 0)
    available = status.get("availableReplicas", 0)
    if _is_behind(one, status):
        return State(False, "the change is not seen yet")
    if updated < wanted:
        return State(False, f"{updated} of {wanted} replicas updated")
    if total > updated:
        return State(False, f"{total - updated} old replicas are going")
    return _counted(available, wanted, "available")


def _stateful_set(one: Object, spec: Object, status: Object) -> State:
    wanted = spec.get("replicas", 1)
    if _is_behind(one, status):
        return State(False, "the change is not seen yet")
    ready = _counted(status.get("readyReplicas", 0), wanted, "ready")
    strategy = spec.get("updateStrategy") or {}
    rolls = strategy.get("type", "RollingUpdate") == "RollingUpdate"
    partition = (strategy.get("rollingUpdate") or {}).get("partition") or 0
    updated = status.get("updatedReplicas", 0)
    is_same = status.get("updateRevision") == status.get("currentRevision")
    if ready.is_ready and rolls and not is_same and updated < wanted - partition:
        return State(False, f"{updated} of {wanted - partition} replicas updated")
    return ready


def _daemon_set(one: Object, spec: Object, status: Object) -> State:
    wanted = status.get("desiredNumberScheduled", 0)
    if _is_behind(one, status):
        return State(False, "the change is not seen yet")
    updated = status.get("updatedNumberScheduled", 0)
    if updated < wanted:
        return State(False, f"{updated} of {wanted} pods updated")
    return _counted(status.get("numberAvailable", 0), wanted, "available")


def _job(one: Object, spec: Object, status: Object) -> State:
    conditions = {c["type"]: c for c in status.get("conditions") or [] if c.get("status") == "True"}
    if "Complete" in conditions:
        return State(True, "complete")
    if "Failed" in conditions:
        return State(False, conditions["Failed"].get("message") or "failed", is_broken=True)
    return State(False, f"{status.get('succeeded', 0)} of {spec.get('completions', 1)} done")


def _pod(one: Object, spec: Object, status: Object) -> State:
    phase = status.get("phase") or "Pending"
    if phase == "Succeeded":
        return State(True, phase)
    if phase == "Failed":
        return State(False, status.get("message") or phase, is_broken=True)
    is_ready = any(c["type"] == "Ready" and c["status"] == "True" for c in status.get("conditions") or [])
    return State(phase == "Running" and is_ready, "ready" if is_ready else f"{phase}, not ready")


def _claim(one: Object, spec: Object, status: Object) -> State:
    phase = status.get("phase") or "Pending"
    return State(phase == "Bound", phase, is_broken=phase == "Lost")


def _anything(one: Object, spec: Object, status: Object) -> State:
    conditions = status.get("conditions") if isinstance(status, dict) else None
    for condition in conditions or []:
        if (
            condition.get("type") in ("Ready", "Available", "Established")
            and condition.get("status") == "False"
        ):
            return State(False, condition.get("message") or condition.get("reason") or "not ready")
    return State(True, "there")


def _counted(have: int, wanted: int, what: str) -> State:
    return State(have >= wanted, f"{have} of {wanted} replicas {what}")


def _is_behind(one: Object, status: Object) -> bool:
    seen: int = status.get("observedGeneration", 0)
    generation: int = one["metadata"].get("generation", 0)
    return seen < generation


_JUDGES: dict[tuple[str, str], Callable[[Object, Object, Object], State]] = {
    ("apps", "Deployment"): _deployment,
    ("apps", "StatefulSet"): _stateful_set,
    ("apps", "DaemonSet"): _daemon_set,
    ("batch", "Job"): _job,
    ("v1", "Pod"): _pod,
    ("v1", "PersistentVolumeClaim"): _claim,
}
