"""The one way out: every request of an executor is sent through here (security 28, 29).

httpx takes 160 ms to import, so that only those who send something import this module.
"""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from watchbell.errors import ConfigurationError, ExecutionError, WatchbellError
from watchbell.executors.outgoing_addresses import wrong_url
from watchbell.executors.outgoing_network import GivenUp, Transport, limited
from watchbell.executors.remote import TargetNotReached, TargetUnavailable

__all__ = ["Answer", "GivenUp", "client", "fetch", "host_of"]

LARGEST_ANSWER = 8 * 1024 * 1024
_MOST_REDIRECTS = 5

# They write addresses, and headers with what is secret in them, at their lower levels.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


class Hearing(Protocol):
    """Who listens to an answer while it arrives."""

    def head(self, status: int, reason: str, headers: httpx.Headers) -> None: ...
    def piece(self, data: bytes) -> None: ...


@dataclass(frozen=True)
class Answer:
    """What a target answered; `is_cut` where its body was longer than was asked for."""

    status: int
    headers: httpx.Headers
    body: bytes
    is_cut: bool
    url: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The value of the body. Raises TargetUnavailable where it is no JSON: a proxy in between, say."""
        try:
            if self.is_cut:
                raise ValueError
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise TargetUnavailable("target_answer_unreadable", host=host_of(self.url)) from None


def client(*, timeout: float = 30.0, verify: bool = True) -> httpx.Client:
    """A client that reaches permitted addresses only, through connections that are checked and shared.

    `timeout` is in seconds, for each step of a request. No environment variable, no proxy and no redirect
    changes where a request goes.
    """
    return httpx.Client(
        transport=Transport(verify=verify),
        timeout=timeout,
        trust_env=False,
        follow_redirects=False,
        headers={"User-Agent": "watchbell", "Accept-Encoding": "identity"},
    )


def fetch(
    http: httpx.Client,
    method: str,
    url: str,
    *,
    seconds: float = 30.0,
    most: int = LARGEST_ANSWER,
    redirects: bool = False,
    given_up: Callable[[], bool] = lambda: False,
    hear: Hearing | None = None,
    **more: Any,
) -> Answer:
    """Sends one request and reads its answer, up to `most` bytes, within `seconds` in all.

    `hear` is told the head of the answer, then each piece of its body as it arrives. `more` is what httpx
    takes (headers, content, params …). Redirects are followed where `redirects` says so, never from https to
    http, and without credentials to another origin. Raises TargetUnavailable for what may pass
    (TargetNotReached where nothing was sent), ExecutionError and ConfigurationError for what will not,
    GivenUp once `given_up()`.
    """
    for problem in wrong_url(url, "url"):
        raise problem
    with told(url), limited(seconds, given_up):
        request = http.build_request(method, url, **more)
        for _ in range(_MOST_REDIRECTS + 1):
            response = http.send(request, stream=True)
            try:
                following = response.next_request if redirects else None
                if following is None:
                    return _read(response, most, hear)
            finally:
                response.close()
            request = _redirected(request, following)
    raise ExecutionError("too_many_redirects", host=host_of(url))


@contextmanager
def told(url: str) -> Iterator[None]:
    """What goes wrong between here and the target, in our words."""
    host = host_of(url)
    try:
        yield
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
        raise ConfigurationError("url_invalid", field="url") from None
    except httpx.ConnectTimeout as error:
        raise TargetNotReached("target_timeout", host=host) from error
    except httpx.TimeoutException as error:
        raise TargetUnavailable("target_timeout", host=host) from error
    except httpx.ConnectError as error:
        raise _not_connected(host, error) from error
    except httpx.TransportError as error:
        raise TargetUnavailable("target_cut", host=host) from error


def _not_connected(host: str, error: Exception) -> WatchbellError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return ExecutionError("target_certificate", host=host, detail=cause.verify_message)
        cause = cause.__cause__ or cause.__context__
    return TargetNotReached("target_unreachable", host=host)


def _read(response: httpx.Response, most: int, hear: Hearing | None) -> Answer:
    url = str(response.url)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        # It was not asked for, and a small body may hide one without end.
        raise ExecutionError("target_answer_encoded", host=host_of(url))
    if hear:
        hear.head(response.status_code, response.reason_phrase, response.headers)
    body = bytearray()
    for piece in response.iter_raw():
        if hear:
            hear.piece(piece[: most - len(body)])
        body += piece
        if len(body) > most:
            break
    return Answer(response.status_code, response.headers, bytes(body[:most]), len(body) > most, url)


def _redirected(request: httpx.Request, following: httpx.Request) -> httpx.Request:
    old, new = request.url, following.url
    for problem in wrong_url(str(new), "url"):
        raise problem
    if old.scheme == "https" and new.scheme == "http":
        raise ExecutionError("redirect_to_plain", host=host_of(str(old)))
    if (old.scheme, old.host, old.port) != (new.scheme, new.host, new.port):
        # Whatever we were told to send, we were told to send it to the first one.
        kept = ("accept", "accept-encoding", "user-agent", "content-type", "content-length", "host")
        for name in [name for name in following.headers if name.lower() not in kept]:
            del following.headers[name]
    return following


def host_of(url: str) -> str:
    """Host and port of an address, for messages."""
    try:
        return httpx.URL(url).netloc.decode(errors="replace")[:200]
    except (httpx.InvalidURL, UnicodeError):
        return ""
