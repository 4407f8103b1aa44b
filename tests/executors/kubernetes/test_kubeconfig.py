"""A kubeconfig in all its forms, and what is wrong with one, without a word of what is secret in it."""

from __future__ import annotations

import base64
import json
import os
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from watchbell.errors import ConfigurationError, ExecutionError, WatchbellError
from watchbell.executors.kubernetes_api import Api
from watchbell.executors.kubernetes_config import read, source
from watchbell.executors.kubernetes_credentials import Credentials


def kubeconfig(user: dict[str, Any] | None = None, **cluster: Any) -> str:
    return json.dumps(
        {
            "current-context": "here",
            "contexts": [
                {"name": "here", "context": {"cluster": "c", "user": "u"}},
                {"name": "there", "context": {"cluster": "c", "user": "u", "namespace": "far"}},
            ],
            "clusters": [{"name": "c", "cluster": {"server": "https://127.0.0.1:6443/", **cluster}}],
            "users": [{"name": "u", "user": user or {}}],
        }
    )


def test_the_context_chooses_cluster_user_and_namespace():
    assert read(kubeconfig(), Path("/"), "").namespace == "default"
    chosen = read(kubeconfig({"token": "t"}), Path("/"), "there")
    assert (chosen.namespace, chosen.server) == ("far", "https://127.0.0.1:6443")
    assert Credentials(chosen.user, Path("/")).header() == {"Authorization": "Bearer t"}


@pytest.mark.parametrize(
    ("text", "context", "told"),
    [
        ("a: [secret-8d", "", "no YAML"),
        ("secret-8d", "", "another form"),
        ("[1, 2]", "", "another form"),
        (kubeconfig(), "nowhere", "contexts: nowhere"),
        (kubeconfig(**{"certificate-authority-data": "secret-8d!"}), "", "no base64"),
        (kubeconfig(**{"certificate-authority": "/nowhere/ca"}), "", "certificate-authority"),
    ],
)
def test_what_is_wrong_is_told_without_its_content(text: str, context: str, told: str):
    with pytest.raises(ConfigurationError) as refused:
        read(text, Path("/"), context)
    assert told in str(refused.value) and "secret-8d" not in str(refused.value)


def test_without_a_kubeconfig_the_way_out_is_told(data_dir: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    with pytest.raises(ConfigurationError) as refused:
        source({})
    assert refused.value.code == "kubeconfig_missing"


def test_in_a_pod_its_own_account_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, content in (("namespace", "work\n"), ("token", "from-file\n"), ("ca.crt", "")):
        (tmp_path / name).write_text(content)
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "fd00::1")
    found = read("", tmp_path, "")
    assert (found.server, found.namespace) == ("https://[fd00::1]:443", "work")
    assert Credentials(found.user, tmp_path).header() == {"Authorization": "Bearer from-file"}


def test_a_credential_program_gets_a_clean_environment(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SERVER_SECRET", "not-for-others")
    program = tmp_path / "login"
    answer = '{"kind":"ExecCredential","status":{"token":"%s-%s"}}'
    program.write_text(f'#!/bin/sh\nprintf \'{answer}\' "$REGION" "${{SERVER_SECRET:-clean}}"\n')
    program.chmod(0o700)
    plan = {
        "apiVersion": "client.authentication.k8s.io/v1",
        "command": "./login",
        "env": [{"name": "REGION", "value": "eu"}],
    }
    assert Credentials({"exec": plan}, tmp_path).header() == {"Authorization": "Bearer eu-clean"}


def test_a_credential_program_that_fails_says_why(data_dir: Path, tmp_path: Path):
    program = tmp_path / "login"
    program.write_text("#!/bin/sh\necho session expired >&2\nexit 1\n")
    program.chmod(0o700)
    with pytest.raises(ExecutionError) as failed:
        Credentials({"exec": {"command": "./login"}}, tmp_path).header()
    assert "session expired" in str(failed.value)


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, and its key, in one file."""
    path = tmp_path / "server.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=x"]
    more = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(tmp_path / "crt")]
    subprocess.run([*make, *more], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (tmp_path / "crt").read_bytes())
    return path


def test_the_authority_of_the_kubeconfig_is_trusted_and_no_other(
    data_dir: Path, authority: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("WATCHBELL_OUTGOING_ALLOWED", "127.0.0.1")
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    context.load_verify_locations(authority)
    context.verify_mode = ssl.CERT_OPTIONAL
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"https://127.0.0.1:{server.server_port}"
    data = base64.b64encode(authority.read_bytes()).decode()
    user = {"client-certificate-data": data, "client-key-data": data}
    try:
        trusted = read(
            kubeconfig(user, server=url, **{"certificate-authority": str(authority)}), Path("/"), ""
        )
        assert Api(trusted).get("/version") == {"client": "x"}
        with pytest.raises(WatchbellError) as refused:
            Api(read(kubeconfig(server=url), Path("/"), "")).get("/version")
        assert refused.value.code == "target_certificate"
        unchecked = read(kubeconfig(server=url, **{"insecure-skip-tls-verify": True}), Path("/"), "")
        assert Api(unchecked).get("/version") == {"client": ""}
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        certificate = self.connection.getpeercert()  # type: ignore[attr-defined]
        name = dict(part[0] for part in certificate["subject"])["commonName"] if certificate else ""
        body = json.dumps({"client": name}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def test_start_up_brings_in_no_client_of_kubernetes(data_dir: Path):
    code = (
        "import sys; from watchbell.executors import registry; registry.all();"
        "print([m for m in ('httpx', 'lightkube', 'kubernetes', 'ansible', 'docker') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ))
    assert done.stdout.strip() == "[]", done.stderr
