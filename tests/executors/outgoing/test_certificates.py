"""Whom an encrypted connection is made with."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.executors.outgoing.asking import get, hello
from tests.fakes.answering import Server
from watchbell.errors import ExecutionError
from watchbell.executors import outgoing_network


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
