"""The Engine API of Docker or podman, and what its errors mean for an execution."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from watchbell.conf import get_settings
from watchbell.errors import ExecutionError
from watchbell.executors.remote import TargetNotReached, TargetUnavailable
from watchbell.executors.sdk import sdk

_TIMEOUT = 60  # seconds without any answer
_NEVER_SENT = (ConnectionRefusedError, FileNotFoundError, PermissionError)
_local = threading.local()


def client() -> Any:
    """This thread's client of the engine in the settings. Raises as `speaking` does."""
    settings = get_settings()
    place = (settings.docker_host, settings.docker_certs)
    if getattr(_local, "place", None) != place:
        _local.client = connect(*place)
        _local.place = place
    return _local.client


def library() -> Any:
    """The package `docker`. Raises ExecutionError `docker_sdk_missing`."""
    return sdk("docker", "errors", "tls", "types", missing="docker_sdk_missing")


def connect(host: str, certs: str) -> Any:
    """A new client. Raises ExecutionError `docker_sdk_missing`, and as `speaking` does."""
    docker = library()
    tls: Any = None
    if certs:
        pair = (f"{certs}/cert.pem", f"{certs}/key.pem")
        tls = docker.tls.TLSConfig(client_cert=pair, ca_cert=f"{certs}/ca.pem", verify=True)
    with speaking():
        return docker.APIClient(base_url=host, version="auto", timeout=_TIMEOUT, tls=tls)


@contextmanager
def speaking(*, started: bool = False) -> Iterator[None]:
    """Raises TargetUnavailable for what may pass, ExecutionError `docker_refused` for what will not.

    `started`: something was made before, so that no trouble may be taken for "nothing was started".
    """
    errors = library().errors
    from requests import RequestException  # what the library itself has imported
    from urllib3.exceptions import HTTPError

    try:
        yield
    except errors.APIError as error:
        if error.status_code == 503:
            raise _unavailable(error, started=True) from error
        raise ExecutionError("docker_refused", detail=said(error)) from error
    except (errors.DockerException, RequestException, HTTPError, OSError) as error:
        raise _unavailable(error, started=started) from error


def is_missing(error: ExecutionError) -> bool:
    """Whether the engine refused because there is no such thing (404)."""
    return getattr(error.__cause__, "status_code", None) == 404


def is_conflict(error: ExecutionError) -> bool:
    """Whether the engine refused because of how things are (409): the name is taken, it does not run."""
    return getattr(error.__cause__, "status_code", None) == 409


def said(error: Any) -> str:
    """The engine's own words."""
    return str(getattr(error, "explanation", None) or error).strip().rstrip(".")


def _unavailable(error: BaseException, *, started: bool) -> TargetUnavailable:
    root = next((cause for cause in _causes(error) if isinstance(cause, OSError)), error)
    never_sent = not started and any(isinstance(cause, _NEVER_SENT) for cause in _causes(error))
    kind = TargetNotReached if never_sent else TargetUnavailable
    detail = getattr(root, "strerror", None) or str(root)
    return kind("target_unavailable", target=get_settings().docker_host, detail=detail)


def _causes(error: Any, depth: int = 8) -> Iterator[BaseException]:
    """`error` and what it came from, the root first; libraries hide it in arguments, too."""
    if not isinstance(error, BaseException) or not depth:
        return
    for inner in (error.__cause__, error.__context__, getattr(error, "reason", None), *error.args):
        if inner is not error:
            yield from _causes(inner, depth - 1)
    yield error
