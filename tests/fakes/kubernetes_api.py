"""A FAKE of the API of a Kubernetes cluster, for tests: real sockets, real programs, no cluster.

It keeps objects as the API does (names once, deletion with grace, lists by label), refuses what does not
fit the published OpenAPI, and has a fake node that runs the first container of a pod as a process here.
"""

from __future__ import annotations

import json
import re
import threading
import uuid
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.fakes.answering import Reply, Seen, Server
from tests.fakes.kubernetes_node import Node
from tests.fakes.kubernetes_schema import KINDS, Invalid, check

_PATH = re.compile(
    r"/(?P<base>api/v1|apis/[^/]+/[^/]+)(?:/namespaces/(?P<namespace>[^/]+))?"
    r"/(?P<plural>[a-z]+)(?:/(?P<name>[^/]+))?(?P<log>/log)?$"
)
Object = dict[str, Any]
Key = tuple[str, str, str]


class Refusal(Exception):
    def __init__(self, code: int, reason: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.reply = _answer(
            {
                "kind": "Status",
                "apiVersion": "v1",
                "status": "Failure",
                "code": code,
                "reason": reason,
                "message": message,
            },
            code,
            headers,
        )


class FakeCluster:
    """`token` may do everything, `weak_token` may only read. `fault` makes each request fail so."""

    token, weak_token = "good-token", "weak-token"

    def __init__(self) -> None:
        self.objects: dict[Key, Object] = {}
        self.starts: list[str] = []  # uids of pods whose program was started
        self.fault = 0
        self.refuses_pods = ""  # what the Job controller says instead of making a pod
        self.lock = threading.RLock()
        self.node = Node(self)
        self._server = Server(self._reply)
        self.url = self._server.url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.node.close()
        self._server.close()

    @property
    def seen(self) -> list[Seen]:
        return self._server.seen

    def kubeconfig(self, token: str = token, **cluster: object) -> str:
        return json.dumps(
            {
                "current-context": "test",
                "contexts": [{"name": "test", "context": {"cluster": "c", "user": "u", "namespace": "work"}}],
                "clusters": [{"name": "c", "cluster": {"server": self.url, **cluster}}],
                "users": [{"name": "u", "user": {"token": token}}],
            }
        )

    def of(self, plural: str, execution_id: str = "") -> list[Object]:
        """The objects of a kind; those of one execution, where one is named."""
        with self.lock:
            found = [one for (kind, _, _), one in self.objects.items() if kind == plural]
        return [one for one in found if execution_id in json.dumps(one["metadata"].get("labels") or {})]

    def save(self, plural: str, one: Object) -> Object:
        """Keeps an object; the fake's own ones must fit the OpenAPI as well."""
        check(one)
        metadata = one["metadata"]
        with self.lock:
            metadata.setdefault("uid", str(uuid.uuid4()))
            metadata.setdefault("creationTimestamp", _now())
            metadata["resourceVersion"] = str(int(metadata.get("resourceVersion", "0")) + 1)
            self.objects[plural, metadata.get("namespace", ""), metadata["name"]] = one
        return one

    def remove(self, plural: str, one: Object) -> None:
        with self.lock:
            self.objects.pop((plural, one["metadata"].get("namespace", ""), one["metadata"]["name"]), None)

    def _reply(self, seen: Seen) -> Reply:
        url = urlsplit(seen.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        try:
            if self.fault:
                raise Refusal(self.fault, "InternalError", "told to fail", **{"Retry-After": "1"})
            self._admit(seen)
            if known := _discovery(url.path):
                return _answer(known)
            matched = _PATH.match(url.path)
            if matched is None or matched["plural"] not in KINDS:
                raise Refusal(404, "NotFound", f"the server could not find {url.path}")
            return self._act(seen, query, matched)
        except Refusal as refusal:
            return refusal.reply

    def _admit(self, seen: Seen) -> None:
        token = seen.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in (self.token, self.weak_token):
            raise Refusal(401, "Unauthorized", "Unauthorized")
        if token == self.weak_token and seen.method != "GET":
            raise Refusal(403, "Forbidden", f'User "weak" cannot {seen.method} {seen.path}')

    def _act(self, seen: Seen, query: dict[str, str], at: re.Match[str]) -> Reply:
        plural, namespace, name = at["plural"], at["namespace"] or "", at["name"]
        if at["log"]:
            return self._log(namespace, name, query)
        if seen.method == "GET" and name is None:
            return _answer({"kind": "List", "items": self._listed(plural, namespace, query)})
        if seen.method == "POST":
            return self._create(plural, namespace, _body(seen))
        one = self.objects.get((plural, namespace, name))
        if seen.method == "PATCH":
            return self._apply(plural, namespace, name, one, _body(seen))
        if one is None:
            raise Refusal(404, "NotFound", f'{plural} "{name}" not found')
        if seen.method == "DELETE":
            self._delete(plural, one, _body(seen))
        return _answer(one)

    def _listed(self, plural: str, namespace: str, query: dict[str, str]) -> list[Object]:
        key, _, value = query.get("labelSelector", "").partition("=")
        wanted = dict(part.split("=") for part in query.get("fieldSelector", "").split(",") if part)
        name = wanted.get("involvedObject.name")
        return [
            one
            for one in self.of(plural)
            if one["metadata"].get("namespace", "") == namespace
            and (not key or (one["metadata"].get("labels") or {}).get(key) == value)
            and (name is None or one["involvedObject"]["name"] == name)
        ]

    def _create(self, plural: str, namespace: str, one: Object) -> Reply:
        name = one["metadata"]["name"]
        with self.lock:
            if (plural, namespace, name) in self.objects:
                raise Refusal(409, "AlreadyExists", f'{plural} "{name}" already exists')
            self._checked(plural, one, namespace)
            one["metadata"]["generation"] = 1
            self.save(plural, one)
        self.node.notice(plural, one)
        return _answer(one, 201)

    def _apply(self, plural: str, namespace: str, name: str, old: Object | None, new: Object) -> Reply:
        self._checked(plural, new, namespace)
        with self.lock:
            merged = {**(old or {}), **new}
            generation = (old or {"metadata": {}})["metadata"].get("generation", 0)
            changed = old is None or old.get("spec") != new.get("spec")
            merged["metadata"] = {**(old or {"metadata": {}})["metadata"], **new["metadata"]}
            merged["metadata"] |= {"namespace": namespace, "generation": generation + changed}
            self.save(plural, merged)
        self.node.notice(plural, merged)
        return _answer(merged, 200 if old else 201)

    def _checked(self, plural: str, one: Object, namespace: str) -> None:
        try:
            check(one)
        except (Invalid, KeyError) as error:
            message = f"{KINDS[plural][1]} in version {KINDS[plural][0]} cannot be handled: {error}"
            raise Refusal(400, "BadRequest", message) from None
        one["metadata"].setdefault("namespace", namespace)

    def _delete(self, plural: str, one: Object, options: Object) -> None:
        if plural == "pods":
            self.node.delete(one, options.get("gracePeriodSeconds"))
            return
        self.remove(plural, one)
        if options.get("propagationPolicy") == "Background":  # the garbage collector comes a moment later
            self.node.orphaned(one)

    def _log(self, namespace: str, name: str, query: dict[str, str]) -> Reply:
        pod = self.objects.get(("pods", namespace, name))
        if pod is None:
            raise Refusal(404, "NotFound", f'pods "{name}" not found')
        data = self.node.log(pod, query.get("sinceTime", ""))
        if data is None:
            raise Refusal(
                400, "BadRequest", f'container in pod "{name}" is waiting to start: ContainerCreating'
            )
        return Reply(200, data, {"Content-Type": "text/plain"})


def _discovery(path: str) -> Object | None:
    version = path.removeprefix("/apis/").removeprefix("/api/")
    own = [(name, kind, spaced) for name, (v, kind, spaced) in KINDS.items() if v == version]
    listed = [{"name": name, "kind": kind, "namespaced": spaced} for name, kind, spaced in own]
    listed += [{**one, "name": f"{one['name']}/status"} for one in listed]
    return {"kind": "APIResourceList", "groupVersion": version, "resources": listed} if own else None


def _body(seen: Seen) -> Object:
    return dict(json.loads(seen.body)) if seen.body else {}


def _answer(body: Object, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
