"""How a cluster is reached: a kubeconfig from a secret or a file, or what a pod finds in itself."""

from __future__ import annotations

import base64
import binascii
import os
import ssl
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from watchbell.conf import data_path
from watchbell.errors import ConfigurationError
from watchbell.executors.secret_options import secret_of

_IN_POD = Path("/var/run/secrets/kubernetes.io/serviceaccount")


@dataclass(frozen=True)
class Cluster:
    """`user` is the `user` part of a kubeconfig; file names in it are relative to `folder`."""

    server: str
    namespace: str
    user: dict[str, Any] = field(repr=False)
    authority: bytes = b""
    verify: bool = True
    server_name: str = ""
    folder: Path = Path("/")

    def tls(self) -> ssl.SSLContext:
        """Raises ConfigurationError where a certificate or key cannot be used."""
        try:
            context = ssl.create_default_context(cadata=self.authority.decode() or None)
            if not self.verify:
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            certificate = _bytes(self.user, "client-certificate", self.folder)
            if certificate:
                _load_chain(context, certificate, _bytes(self.user, "client-key", self.folder))
        except (ssl.SSLError, UnicodeDecodeError) as error:
            raise _invalid(f"certificate or key: {error}") from None
        return context


def source(config: dict[str, Any]) -> tuple[str, Path]:
    """The text of the kubeconfig, and the folder its file names are relative to; "" inside a pod.

    Raises ConfigurationError `kubeconfig_missing` where there is nothing to go by.
    """
    if text := secret_of(config, "kubeconfig_secret"):
        return text, Path("/")
    if config.get("kubeconfig"):
        path = data_path(config["kubeconfig"])
        try:
            return path.read_text(encoding="utf-8"), path.parent
        except (OSError, UnicodeDecodeError) as error:
            detail = getattr(error, "strerror", None) or "no text"
            raise ConfigurationError(
                "kubeconfig_unreadable", field="task_config.kubeconfig", path=str(path), detail=detail
            ) from None
    if os.environ.get("KUBERNETES_SERVICE_HOST"):
        return "", _IN_POD
    raise ConfigurationError("kubeconfig_missing", field="task_config.kubeconfig_secret")


def read(text: str, folder: Path, context: str) -> Cluster:
    """The cluster that a kubeconfig means. Raises ConfigurationError `kubeconfig_invalid`."""
    if not text:
        return _in_pod(folder)
    try:
        config = yaml.safe_load(text)
        wanted = context or config.get("current-context") or ""
        chosen = _named(config, "contexts", wanted)["context"]
        cluster = _named(config, "clusters", chosen["cluster"])["cluster"]
        user = _named(config, "users", chosen["user"])["user"] if chosen.get("user") else {}
        return Cluster(
            server=str(cluster["server"]).rstrip("/"),
            namespace=chosen.get("namespace") or "default",
            user=user or {},
            authority=_bytes(cluster, "certificate-authority", folder),
            verify=not cluster.get("insecure-skip-tls-verify"),
            server_name=cluster.get("tls-server-name") or "",
            folder=folder,
        )
    except yaml.YAMLError:  # its text may hold what is secret
        raise _invalid("it is no YAML") from None
    except KeyError as error:
        raise _invalid(f"{error.args[0]} is missing") from None
    except (AttributeError, TypeError):
        raise _invalid("it has another form than a kubeconfig") from None


def _in_pod(folder: Path) -> Cluster:
    host, port = os.environ["KUBERNETES_SERVICE_HOST"], os.environ.get("KUBERNETES_SERVICE_PORT", "443")
    try:
        namespace = (folder / "namespace").read_text().strip()
        authority = (folder / "ca.crt").read_bytes()
    except OSError as error:
        raise _invalid(f"{error.filename}: {error.strerror}") from None
    user = {"tokenFile": str(folder / "token")}
    name = f"[{host}]" if ":" in host else host
    return Cluster(f"https://{name}:{port}", namespace, user, authority)


def _named(config: dict[str, Any], part: str, name: str) -> dict[str, Any]:
    for one in config.get(part) or []:
        if one["name"] == name:
            return dict(one)
    raise KeyError(f"{part}: {name or 'current-context'}")


def _bytes(where: dict[str, Any], name: str, folder: Path) -> bytes:
    """A certificate or key, given as base64 in `<name>-data` or as a file in `<name>`."""
    if data := where.get(f"{name}-data"):
        try:
            return base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            raise _invalid(f"{name}-data is no base64") from None
    try:
        return (folder / where[name]).read_bytes() if where.get(name) else b""
    except OSError as error:
        raise _invalid(f"{name}: {error.strerror}") from None


def _load_chain(context: ssl.SSLContext, certificate: bytes, key: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:  # 0700; OpenSSL takes a client's key from a file only
        path = Path(folder) / "pem"
        path.write_bytes(certificate + b"\n" + key)
        context.load_cert_chain(path)


def _invalid(detail: str) -> ConfigurationError:
    return ConfigurationError("kubeconfig_invalid", field="task_config.kubeconfig_secret", detail=detail)
