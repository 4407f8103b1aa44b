"""Small makers shared by the tests of outgoing requests."""

from __future__ import annotations

from typing import Any

from tests.fakes.answering import Reply, Seen
from watchbell.executors import outgoing


def get(url: str, **more: Any) -> outgoing.Answer:
    with outgoing.client(timeout=more.pop("timeout", 5), verify=more.pop("verify", True)) as http:
        return outgoing.fetch(http, "GET", url, **more)


def hello(seen: Seen) -> Reply:
    return Reply(body=b"hello")
