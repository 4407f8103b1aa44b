"""Answers that are long, strange, cut off or never end (security 29)."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable

import pytest

from tests.executors.outgoing.asking import get
from tests.fakes.answering import Reply, raw, serving
from watchbell.errors import ExecutionError
from watchbell.executors import outgoing
from watchbell.executors.remote import TargetUnavailable


def test_a_long_answer_is_cut_and_says_so(allow: Callable[[str], None]) -> None:
    allow("127.0.0.1")
    with serving(lambda seen: Reply(body=b"x" * 3_000_000)) as server:
        answer = get(server.url, most=1_000_000)
    assert len(answer.body) == 1_000_000 and answer.is_cut


def test_a_compressed_answer_that_nobody_asked_for_is_not_blown_up(allow: Callable[[str], None]) -> None:
    allow("127.0.0.1")
    bomb = gzip.compress(b"\0" * 50_000_000)
    with serving(lambda seen: Reply(body=bomb, headers={"Content-Encoding": "gzip"})) as server:
        with pytest.raises(ExecutionError) as error:
            get(server.url)
        assert error.value.code == "target_answer_encoded"
        assert server.seen[0].headers["Accept-Encoding"] == "identity"


def test_nobody_listening_is_something_that_may_pass(allow: Callable[[str], None]) -> None:
    allow("127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    with pytest.raises(TargetUnavailable) as error:
        get(f"http://127.0.0.1:{port}/")
    assert error.value.code == "target_unreachable"


def drip(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def drip_headers(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-A: b\r\n")
        time.sleep(0.05)


def silence(connection: socket.socket) -> None:
    connection.recv(4096)
    time.sleep(30)


@pytest.mark.parametrize("talk", [drip, drip_headers, silence])
def test_an_answer_that_never_ends_is_ended_after_the_time_in_all(
    allow: Callable[[str], None], talk: Callable[[socket.socket], None]
) -> None:
    allow("127.0.0.1")
    with raw(talk) as url:
        before = time.monotonic()
        with pytest.raises(TargetUnavailable) as error:
            get(url, seconds=1.0)
    assert error.value.code == "target_timeout"
    assert 0.9 < time.monotonic() - before < 10


def test_a_request_that_was_given_up_ends_soon(allow: Callable[[str], None]) -> None:
    allow("127.0.0.1")
    stop = threading.Event()
    with raw(silence) as url:
        threading.Timer(0.3, stop.set).start()
        before = time.monotonic()
        with pytest.raises(outgoing.GivenUp):
            get(url, seconds=60, given_up=stop.is_set, timeout=60)
    assert time.monotonic() - before < 10


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
)
def test_a_connection_that_is_cut_is_told_as_that(allow: Callable[[str], None], said: bytes) -> None:
    allow("127.0.0.1")

    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(said)

    with raw(talk) as url, pytest.raises(TargetUnavailable) as error:
        get(url)
    assert error.value.code == "target_cut"
