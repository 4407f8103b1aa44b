"""Where requests may go, and how long they may take (security 28, 29)."""

from __future__ import annotations

import gzip
import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.fakes.answering import Reply, Seen, Server, raw, serving
from watchbell import conf
from watchbell.errors import ConfigurationError, ExecutionError, WatchbellError
from watchbell.executors import outgoing, outgoing_network
from watchbell.executors.outgoing_addresses import wrong_url
from watchbell.executors.remote import TargetUnavailable


@pytest.fixture(autouse=True)
def _world(data_dir: Path) -> Path:
    return data_dir


@pytest.fixture
def allow(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def change(setting: str) -> None:
        monkeypatch.setenv("WATCHBELL_OUTGOING_ALLOWED", setting)
        conf.get_settings.cache_clear()

    return change


def get(url: str, **more: Any) -> outgoing.Answer:
    with outgoing.client(timeout=more.pop("timeout", 5), verify=more.pop("verify", True)) as http:
        return outgoing.fetch(http, "GET", url, **more)


def hello(seen: Seen) -> Reply:
    return Reply(body=b"hello")


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


def test_variables_of_the_server_name_no_proxy(
    allow: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    allow("127.0.0.1")
    with serving(hello) as proxy, serving(hello) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        get(server.url)
        assert proxy.seen == [] and len(server.seen) == 1


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


def test_a_host_that_does_not_exist_is_told_by_name() -> None:
    with pytest.raises(TargetUnavailable) as error:
        get("http://no-such-host.invalid/")
    assert "no-such-host.invalid" in str(error.value)


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


def test_what_is_sent_is_in_no_log(allow: Callable[[str], None], caplog: pytest.LogCaptureFixture) -> None:
    allow("127.0.0.1")
    logging.getLogger().setLevel(logging.DEBUG)
    with serving(hello) as server, caplog.at_level(logging.DEBUG):
        get(f"{server.url}/?token=s3cr3t", headers={"Authorization": "Bearer s3cr3t"})
    assert "s3cr3t" not in caplog.text


def test_the_server_does_not_import_the_client_at_its_start() -> None:
    code = (
        "import sys, django; from watchbell.server.boot import boot; boot()\n"
        "import watchbell.server.asgi; from watchbell.executors import registry; registry.all()\n"
        "print([name for name in ('httpx', 'httpcore', 'certifi', 'cryptography') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def tls_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server whose certificate is for the name ci.test alone, which leads to 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ci.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("ci.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form, bare = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path / "cert.pem"
    file.write_bytes(key.private_bytes(pem, form, bare) + certificate.public_bytes(pem))
    true_lookup = socket.getaddrinfo

    def lookup(host: str, *args: Any, **more: Any) -> Any:
        return true_lookup("127.0.0.1" if host.endswith(".test") else host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    server = Server(hello, certificate=file)
    yield server
    server.close()
    outgoing_network._pool.cache_clear()


def test_the_name_is_checked_against_the_certificate_although_the_address_is_pinned(
    allow: Callable[[str], None], tls_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow("127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    outgoing_network._pool.cache_clear()

    assert get(f"https://ci.test:{tls_server.port}/").body == b"hello"
    with pytest.raises(ExecutionError) as error:
        get(f"https://other.test:{tls_server.port}/")
    assert error.value.code == "target_certificate" and "other.test" in str(error.value)


def test_an_unknown_authority_is_told_and_the_check_can_be_switched_off(
    allow: Callable[[str], None], tls_server: Server
) -> None:
    allow("127.0.0.1")
    with pytest.raises(ExecutionError) as error:
        get(f"https://ci.test:{tls_server.port}/")
    assert error.value.code == "target_certificate" and "verify_tls" in str(error.value.hint("zh"))
    assert get(f"https://ci.test:{tls_server.port}/", verify=False).body == b"hello"


def test_a_network_that_is_none_is_refused_as_a_setting(allow: Callable[[str], None]) -> None:
    allow("10.0.0.0/33")
    with pytest.raises(ConfigurationError) as error:
        conf.get_settings()
    assert error.value.field == "WATCHBELL_OUTGOING_ALLOWED"
