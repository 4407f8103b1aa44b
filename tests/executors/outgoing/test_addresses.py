"""Where requests may go (security 28)."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.executors.outgoing.asking import get, hello
from tests.fakes.answering import serving
from watchbell import conf
from watchbell.errors import ConfigurationError, ExecutionError, WatchbellError
from watchbell.executors.outgoing_addresses import wrong_url
from watchbell.executors.remote import TargetUnavailable

INSIDE = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f.1",
    "017700000001",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "169.254.169.254",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[fe80::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
]


@pytest.mark.parametrize("host", INSIDE)
def test_no_spelling_of_an_inside_address_is_reached(host: str) -> None:
    with serving(hello) as server:
        with pytest.raises(WatchbellError) as error:
            get(f"http://{host}:{server.port}/")
        assert server.seen == []
    # Some of these are no address at all where the machine has no IPv6.
    assert error.value.code in {"outgoing_refused", "target_host_unknown"}
    if "." in host and host[0].isdigit():
        assert error.value.code == "outgoing_refused"


def test_the_refusal_tells_the_administrator_the_setting() -> None:
    with pytest.raises(ExecutionError) as error:
        get("http://127.0.0.1:1/")
    assert "WATCHBELL_OUTGOING_ALLOWED=127.0.0.1" in str(error.value.hint("zh"))


@pytest.mark.parametrize(
    "setting", ["127.0.0.1", "127.0.0.0/8", "10.0.0.0/8, 127.0.0.1/32", "::ffff:127.0.0.1,127.0.0.1"]
)
def test_an_allowed_address_is_reached(allow: Callable[[str], None], setting: str) -> None:
    allow(setting)
    with serving(hello) as server:
        assert get(server.url).body == b"hello"


def test_an_allowed_name_is_reached_and_its_address_by_another_name_is_not(
    allow: Callable[[str], None],
) -> None:
    allow("LocalHost.")
    with serving(hello) as server:
        assert get(f"http://localhost:{server.port}/").body == b"hello"
        with pytest.raises(ExecutionError):
            get(f"http://127.0.0.1:{server.port}/")


def test_a_network_that_is_none_is_refused_as_a_setting(allow: Callable[[str], None]) -> None:
    allow("10.0.0.0/33")
    with pytest.raises(ConfigurationError) as error:
        conf.get_settings()
    assert error.value.field == "WATCHBELL_OUTGOING_ALLOWED"


def test_a_name_that_turns_into_another_address_after_the_check_does_not_lead_there(
    allow: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    allow("127.0.0.2")
    asked: list[str] = []
    true_lookup = socket.getaddrinfo

    def lookup(host: str, port: int, *args: Any, **more: Any) -> Any:
        if host != "rebinding.test":
            return true_lookup(host, port, *args, **more)
        asked.append(host)
        return true_lookup("127.0.0.2" if len(asked) == 1 else "127.0.0.1", port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with serving(hello) as server:  # on 127.0.0.1, where the second answer leads
        with pytest.raises(TargetUnavailable) as error:
            get(f"http://rebinding.test:{server.port}/")
        assert error.value.code == "target_unreachable"
        assert server.seen == [] and asked == ["rebinding.test"]


def test_a_name_with_one_inside_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(host: str, port: int, *args: Any, **more: Any) -> Any:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("93.184.216.34", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(ExecutionError) as error:
        get("http://two.test/")
    assert error.value.code == "outgoing_refused"


def test_a_host_that_does_not_exist_is_told_by_name() -> None:
    with pytest.raises(TargetUnavailable) as error:
        get("http://no-such-host.invalid/")
    assert "no-such-host.invalid" in str(error.value)


WRONG = [
    "",
    "x",
    "//host/",
    "ftp://host/",
    "file:///etc/passwd",
    "http://",
    "http:///path",
    "http://host:0/",
    "http://host:99999/",
    "http://host:x/",
    "http://ho st/",
    "http://host/\r\nX: y",
    "http://host\\@other/",
    "http://[::1/",
    "javascript:alert(1)",
    "HTTP://",
]


@pytest.mark.parametrize("url", WRONG)
def test_what_is_no_address_is_refused_before_anything_is_sent(url: str) -> None:
    assert [error.code for error in wrong_url(url, "task_exec")] == ["url_invalid"]
    with pytest.raises(ConfigurationError):
        get(url)


@pytest.mark.parametrize("url", ["http://user@host/", "https://user:pass@host/x", "http://:x@host/"])
def test_an_address_with_a_password_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        get(url)
    assert error.value.code == "url_with_password" and "pass@" not in str(error.value)
