"""The actions `apply`, `delete` and `check`: nothing runs on the cluster for them; they are watched."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from watchbell.errors import ExecutionError
from watchbell.executors.base import ExecutionSpec, RunContext
from watchbell.executors.kubernetes_api import Api, connect
from watchbell.executors.kubernetes_kinds import path_of
from watchbell.executors.kubernetes_manifest import Object, objects_of
from watchbell.executors.kubernetes_state import State, state_of, waits
from watchbell.executors.remote import Cursor, Handle, Remote

_given_up: set[str] = set()  # executions that were stopped: nobody waits for their objects any more


def start(spec: ExecutionSpec, context: RunContext) -> Handle:
    """Applies or deletes. Doing it twice is the same as doing it once."""
    api = connect(spec.config)
    namespace = spec.config.get("namespace") or api.namespace
    act = {"apply": _apply, "delete": _delete}.get(spec.config["action"], _look)
    kept = [act(api, one, namespace) for one in objects_of(spec)]
    return {"execution_id": context.execution_id, "started": time.time(), "objects": kept}


def find(spec: ExecutionSpec, context: RunContext) -> Handle | None:
    return None


def poll(spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
    if handle["execution_id"] in _given_up:
        return Remote(cursor, ended=True, status="cancelled")
    api = connect(spec.config)
    judge = {"apply": _rolled_out, "delete": _gone}.get(spec.config["action"], _there)
    states = [judge(spec, one, api.get(one["path"])) for one in handle["objects"]]
    output, said = _news(handle["objects"], states, cursor)
    cursor = {**cursor, "said": said}
    broken = any(state.is_broken for state in states)
    if all(state.is_ready for state in states):
        return Remote(cursor, output, ended=True, status="success", result=_result(handle, states))
    if broken or time.time() - handle["started"] > _patience(spec):
        not_ready = [
            f"{one['name']} ({state.words})"
            for one, state in zip(handle["objects"], states, strict=True)
            if not state.is_ready
        ]
        error = ExecutionError("kubernetes_not_ready", objects=", ".join(not_ready)[:1000].rstrip("."))
        return Remote(
            cursor, output, ended=True, status="failed", error=error, result=_result(handle, states)
        )
    return Remote(cursor, output)


def stop(spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
    _given_up.add(handle["execution_id"])


def clean(spec: ExecutionSpec, handle: Handle) -> None:
    _given_up.discard(handle["execution_id"])


def _apply(api: Api, one: Object, namespace: str) -> Object:
    path = path_of(api, one, namespace)
    found, is_new = api.apply(path, one)
    return _kept(one, path, "created" if is_new else "applied", found["metadata"].get("uid"))


def _delete(api: Api, one: Object, namespace: str) -> Object:
    path = path_of(api, one, namespace)
    return _kept(one, path, "deleting" if api.delete(path) else "not there")


def _look(api: Api, one: Object, namespace: str) -> Object:
    return _kept(one, path_of(api, one, namespace), "")


def _kept(one: Object, path: str, did: str, uid: str | None = None) -> Object:
    name = f"{one['kind'].lower()}/{one['metadata']['name']}"
    return {"path": path, "name": name, "did": did, "waits": waits(one), "uid": uid}


def _rolled_out(spec: ExecutionSpec, kept: Object, found: Object | None) -> State:
    if found is None:
        return State(False, "deleted meanwhile", is_broken=True)
    return state_of(found) if kept["waits"] and spec.config.get("wait", True) else State(True, kept["did"])


def _gone(spec: ExecutionSpec, kept: Object, found: Object | None) -> State:
    return State(True, "gone") if found is None else State(False, "still there")


def _there(spec: ExecutionSpec, kept: Object, found: Object | None) -> State:
    return State(False, "not there") if found is None else state_of(found)


def _patience(spec: ExecutionSpec) -> float:
    return float(spec.config.get("wait_seconds", 0 if spec.config["action"] == "check" else 600))


def _news(objects: list[Object], states: list[State], cursor: Cursor) -> tuple[Any, list[str]]:
    """One line for each object that stands otherwise than before."""
    before = cursor.get("said") or [None] * len(objects)
    said = [state.words for state in states]
    lines = [f"{one['name']} {one['did']}" for one in objects if one["did"] and not cursor.get("said")]
    changed: Callable[[int], bool] = lambda n: said[n] not in (before[n], objects[n]["did"])  # noqa: E731
    lines += [f"{objects[n]['name']}: {said[n]}" for n in range(len(said)) if changed(n)]
    return [(1, "".join(f"{line}\n" for line in lines).encode())] if lines else [], said


def _result(handle: Handle, states: list[State]) -> Any:
    return {
        "objects": [
            {"name": one["name"], "ready": state.is_ready, "state": state.words}
            for one, state in zip(handle["objects"], states, strict=True)
        ]
    }
