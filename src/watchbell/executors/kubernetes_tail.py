"""What the containers of a pod wrote since the last look."""

from __future__ import annotations

from dataclasses import dataclass, field

from watchbell.executors.kubernetes_api import Api
from watchbell.executors.kubernetes_logs import Reader, since
from watchbell.executors.kubernetes_manifest import Object
from watchbell.executors.kubernetes_pod import containers, has_ended
from watchbell.executors.remote import Cursor, TargetUnavailable

_PATIENCE = 10  # looks at the log of a pod that has ended and whose node does not answer
_GIVEN_UP = b"[watchbell] the node does not answer: the rest of the log is missing\n"
_STDOUT, _STDERR = 1, 2  # the API tells them apart from 1.32 on, where an administrator switches that on


@dataclass
class Tail:
    """What is new. `more`: there is more already; `later`: there may be, but its node does not answer."""

    cursor: Cursor
    output: list[tuple[int, bytes]] = field(default_factory=list)
    more: bool = False
    later: bool = False


def follow(api: Api, pod: Object, cursor: Cursor) -> Tail:
    logs = dict(cursor.get("logs") or {})
    tail = Tail({**cursor, "logs": logs})
    for name, state in containers(pod):
        known = logs.get(name) or {}
        if known.get("done"):
            continue
        try:
            data, is_cut, at = _read(api, pod, name, known.get("cursor") or {})
        except TargetUnavailable:
            if not has_ended(pod):
                raise
            logs[name] = _missed(known, tail)
            continue
        if data:
            tail.output.append((_STDOUT, data))
        logs[name] = {"cursor": at, "done": "terminated" in state and not is_cut}
        tail.more = tail.more or is_cut
    return tail


def _read(api: Api, pod: Object, name: str, at: Cursor) -> tuple[bytes, bool, Cursor]:
    metadata = pod["metadata"]
    path = f"/api/v1/namespaces/{metadata['namespace']}/pods/{metadata['name']}/log"
    with api.stream(path, container=name, **since(at)) as pieces:
        if pieces is None:
            return b"", False, at
        reader = Reader(at)
        data, is_cut = reader.read(pieces)
    return data, is_cut, reader.cursor or at


def _missed(known: Cursor, tail: Tail) -> Cursor:
    """The node of a pod that has ended does not answer: after some looks the end counts without the log."""
    missed = known.get("missed", 0) + 1
    if missed > _PATIENCE:
        tail.output.append((_STDERR, _GIVEN_UP))
        return {**known, "done": True}
    tail.later = True
    return {**known, "missed": missed}
