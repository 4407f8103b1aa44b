"""Requests to the API of a cluster. Only those who send one import this module: it brings in httpx."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors import kubernetes_config
from watchbell.executors.kubernetes_credentials import Credentials
from watchbell.executors.outgoing import Answer, fetch, told
from watchbell.executors.outgoing_network import Transport, limited
from watchbell.executors.remote import TargetUnavailable

APPLY = "application/apply-patch+yaml"
_MOST_CLUSTERS = 32
_LARGEST_LIST = 64 * 1024 * 1024
_SECONDS = 30.0


class AlreadyThere(ExecutionError):
    """There is an object of this name."""


class Api:
    """One cluster, signed in as one user. May be used by several threads."""

    def __init__(self, cluster: kubernetes_config.Cluster) -> None:
        self.namespace = cluster.namespace
        self.kinds: dict[str, Any] = {}  # what the cluster said about its kinds, by group and version
        self.host = httpx.URL(cluster.server).netloc.decode()
        self._server = cluster.server
        self._extensions = {"sni_hostname": cluster.server_name} if cluster.server_name else {}
        self._credentials = Credentials(cluster.user, cluster.folder)
        self._http = httpx.Client(
            transport=Transport(tls=cluster.tls()),
            timeout=_SECONDS,
            trust_env=False,
            headers={"User-Agent": "watchbell", "Accept-Encoding": "identity"},
        )

    def get(self, path: str, **params: str) -> dict[str, Any] | None:
        """An object or a list; None where there is none."""
        return self._object(self._send("GET", path, params=params))

    def list(self, path: str, **params: str) -> list[dict[str, Any]]:
        return list((self.get(path, **params) or {}).get("items") or [])

    def create(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Raises AlreadyThere."""
        return self._needed(self._send("POST", path, body=body), path)

    def apply(self, path: str, body: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """What became of it, and whether it is new (server-side apply: what others own stays theirs)."""
        params = {"fieldManager": "watchbell", "force": "true"}
        answer = self._send("PATCH", path, body=body, kind=APPLY, params=params)
        return self._needed(answer, path), answer.status == 201

    def delete(self, path: str, *, grace: int | None = None) -> bool:
        """Has it deleted, with what it owns; False where it is gone already. `grace` is in seconds."""
        body: dict[str, Any] = {
            "apiVersion": "v1",
            "kind": "DeleteOptions",
            "propagationPolicy": "Background",
        }
        if grace is not None:
            body["gracePeriodSeconds"] = grace
        return self._object(self._send("DELETE", path, body=body)) is not None

    @contextmanager
    def stream(self, path: str, **params: str) -> Iterator[Iterator[bytes] | None]:
        """The bytes of a log as they come; None where it has not begun, or is gone."""
        url = self._server + path
        with told(url), limited(_SECONDS):
            headers = self._credentials.header()
            request = self._http.build_request("GET", url, params=params, headers=headers)
            request.extensions.update(self._extensions)
            response = self._http.send(request, stream=True)
            try:
                if response.status_code == 200:
                    yield response.iter_raw()
                    return
                body = b"".join(response.iter_raw())[:10_000]
            finally:
                response.close()
        answer = Answer(response.status_code, response.headers, body, False, url)
        if answer.status not in (400, 404):
            raise self._error(answer)
        yield None

    def _send(
        self, method: str, path: str, *, body: Any = None, kind: str = "", params: Any = None
    ) -> Answer:
        answer = self._sent(method, path, body, kind, params)
        if answer.status == 401:  # the token may have run out a moment ago
            self._credentials.forget()
            answer = self._sent(method, path, body, kind, params)
        return answer

    def _sent(self, method: str, path: str, body: Any, kind: str, params: Any) -> Answer:
        headers = {"Accept": "application/json", **self._credentials.header()}
        more: dict[str, Any] = {"headers": headers, "params": params or {}, "extensions": self._extensions}
        if body is not None:
            headers["Content-Type"] = kind or "application/json"
            more["content"] = json.dumps(body).encode()
        return fetch(self._http, method, self._server + path, most=_LARGEST_LIST, seconds=_SECONDS, **more)

    def _object(self, answer: Answer) -> dict[str, Any] | None:
        if answer.status == 404 and self._status(answer).get("reason") == "NotFound":
            return None
        if not answer.is_good:
            raise self._error(answer)
        return dict(answer.json())

    def _needed(self, answer: Answer, path: str) -> dict[str, Any]:
        found = self._object(answer)
        if found is None:
            raise ExecutionError("kubernetes_not_found", detail=self._status(answer).get("message", path))
        return found

    def _status(self, answer: Answer) -> dict[str, Any]:
        try:
            status = json.loads(answer.body)
        except ValueError:
            status = None
        return status if isinstance(status, dict) else {}

    def _error(self, answer: Answer) -> Exception:
        """What an answer means. Raise it."""
        host = self.host
        status = self._status(answer)
        detail = str(status.get("message") or answer.body[:300].decode(errors="replace")).strip()[:1000]
        if answer.status == 429 or answer.status >= 500:
            wait = answer.headers.get("Retry-After", "")
            seconds = int(wait) if wait.isdigit() else 0
            return TargetUnavailable("target_failing", host=host, status=answer.status, retry_after=seconds)
        if answer.status == 409 and status.get("reason") == "AlreadyExists":
            return AlreadyThere("kubernetes_refused", detail=detail)
        codes = {401: "kubernetes_sign_in_refused", 403: "kubernetes_forbidden", 404: "kubernetes_not_found"}
        return ExecutionError(codes.get(answer.status, "kubernetes_refused"), host=host, detail=detail)


_known: dict[str, Api] = {}
_lock = threading.Lock()


def connect(config: dict[str, Any]) -> Api:
    """The cluster that the options name; connections and tokens are kept. Raises ConfigurationError."""
    text, folder = kubernetes_config.source(config)
    context = str(config.get("context") or "")
    key = hashlib.sha256(f"{folder}\0{context}\0{text}".encode()).hexdigest()
    with _lock:
        if key not in _known:
            cluster = kubernetes_config.read(text, folder, context)
            if not cluster.server.startswith(("https://", "http://")):
                raise ConfigurationError(
                    "kubeconfig_invalid", field="task_config.kubeconfig_secret", detail="server is no address"
                )
            if len(_known) >= _MOST_CLUSTERS:
                _known.clear()
            _known[key] = Api(cluster)
        return _known[key]
