"""Connections that lead only to permitted addresses, and that never outlast their deadline."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from time import monotonic
from typing import Any

import certifi
import httpcore
import httpx

from watchbell.executors.outgoing_addresses import addresses_of

_SLICE = 0.25  # seconds between two looks at whether the request was given up
_local = threading.local()


class GivenUp(Exception):
    """Nobody waits for the answer any more."""


@contextmanager
def limited(seconds: float, given_up: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """What this thread sends and receives inside ends after `seconds`, however slowly it drips."""
    before = getattr(_local, "limit", None)
    _local.limit = (monotonic() + seconds, given_up)
    try:
        yield
    finally:
        _local.limit = before


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = monotonic() + (timeout or 3600)
        while True:
            left = _left(until - monotonic(), httpcore.ReadTimeout)
            try:
                return self._inner.read(max_bytes, min(left, _SLICE))
            except httpcore.ReadTimeout:
                continue

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        timeout = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, timeout))

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    """Resolves a name once, checks what it finds, and connects to exactly that (no rebinding)."""

    _plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(host)
        for address in addresses_of(host, port):
            try:
                left = _left(timeout, httpcore.ConnectTimeout)
                return _Stream(self._plain.connect_tcp(address, port, left, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class Transport(httpx.HTTPTransport):
    """Shares its connections with all others of this process; a client that closes leaves them open."""

    def __init__(self, *, verify: bool = True, tls: ssl.SSLContext | None = None) -> None:
        """`tls`: for a target with an authority or a key of its own; its connections are not shared."""
        # The base class would open connections that are not checked.
        self._pool = _new_pool(tls) if tls else _pool(verify)

    def close(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass


@cache
def _pool(verify: bool) -> httpcore.ConnectionPool:
    return _new_pool(_tls(verify))


def _new_pool(tls: ssl.SSLContext) -> httpcore.ConnectionPool:
    return httpcore.ConnectionPool(
        ssl_context=tls,
        max_connections=500,
        max_keepalive_connections=50,
        keepalive_expiry=15,
        network_backend=_Network(),
    )


def _tls(verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()  # the authorities of the machine, its own inside ones among them
    context.load_verify_locations(certifi.where())
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _left(timeout: float | None, error: type[Exception]) -> float:
    """Seconds that an operation may take now. Raises `error` where there are none."""
    at, given_up = getattr(_local, "limit", None) or (monotonic() + 3600, lambda: False)
    if given_up():
        raise GivenUp
    left: float = at - monotonic() if timeout is None else min(timeout, at - monotonic())
    if left <= 0:
        raise error("the time is up")
    return left
