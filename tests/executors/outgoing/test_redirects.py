"""Where redirects may lead, and what goes with them (security 28)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.executors.outgoing.asking import get, hello
from tests.fakes.answering import Reply, Seen, serving
from watchbell.errors import ConfigurationError, ExecutionError


def test_a_redirect_is_not_followed_unless_asked_for(allow: Callable[[str], None]) -> None:
    allow("127.0.0.1")
    with serving(lambda seen: Reply(302, headers={"Location": "/next"})) as server:
        assert get(server.url).status == 302
        assert len(server.seen) == 1


def test_a_redirect_to_an_inside_address_is_refused(allow: Callable[[str], None]) -> None:
    allow("localhost")  # the name alone: the redirect names the address
    with (
        serving(hello) as secret,
        serving(lambda seen: Reply(302, headers={"Location": secret.url})) as open_one,
    ):
        with pytest.raises(ExecutionError) as error:
            get(f"http://localhost:{open_one.port}/", redirects=True)
        assert error.value.code == "outgoing_refused"
        assert len(open_one.seen) == 1 and secret.seen == []


def test_credentials_do_not_follow_a_redirect_to_another_origin(allow: Callable[[str], None]) -> None:
    allow("127.0.0.1")
    with serving(hello) as other, serving(lambda seen: Reply(302, headers={"Location": other.url})) as first:
        get(first.url, redirects=True, headers={"Authorization": "Bearer x", "PRIVATE-TOKEN": "x"})
        assert first.seen[0].headers["PRIVATE-TOKEN"] == "x"
        assert not {"Authorization", "PRIVATE-TOKEN"} & other.seen[0].headers.keys()


def test_credentials_follow_a_redirect_within_one_origin(allow: Callable[[str], None]) -> None:
    allow("127.0.0.1")

    def answer(seen: Seen) -> Reply:
        return Reply(302, headers={"Location": "/b"}) if seen.path == "/a" else Reply()

    with serving(answer) as server:
        get(f"{server.url}/a", redirects=True, headers={"PRIVATE-TOKEN": "x"})
        assert [seen.headers["PRIVATE-TOKEN"] for seen in server.seen] == ["x", "x"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://a:b@127.0.0.1/"])
def test_a_redirect_to_something_strange_is_refused(allow: Callable[[str], None], target: str) -> None:
    allow("127.0.0.1")
    redirect = Reply(302, headers={"Location": target})
    with serving(lambda seen: redirect) as server, pytest.raises(ConfigurationError):
        get(server.url, redirects=True)


def test_an_endless_redirect_ends(allow: Callable[[str], None]) -> None:
    allow("127.0.0.1")
    with (
        serving(lambda seen: Reply(302, headers={"Location": seen.path + "x"})) as server,
        pytest.raises(ExecutionError) as error,
    ):
        get(server.url, redirects=True)
    assert error.value.code == "too_many_redirects" and len(server.seen) == 6
