"""OpenSSH's server on a port of its own, with keys of its own, for whoever runs the tests."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

_SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin")


def missing() -> str:
    """Why there can be no sshd here; empty where there can."""
    if _SSHD is None:
        return "sshd is not installed (apt-get install openssh-server)"
    return "" if shutil.which("ssh") else "ssh is not installed (apt-get install openssh-client)"


class Sshd:
    """Listens on 127.0.0.1:`port`; `key` is the private key that lets `user` in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = getpass.getuser()
        self.port = _free_port()
        self.key = self._make_key("client").read_text()
        self.other_key = self._make_key("other").read_text()
        self._process = self._start(self._make_key("host"))

    def line(self, name: str, **variables: object) -> str:
        """The host as a line of an inventory."""
        told = {
            "ansible_host": "127.0.0.1",
            "ansible_port": self.port,
            "ansible_user": self.user,
            "ansible_python_interpreter": "/usr/bin/python3",
            "ansible_ssh_common_args": f"'-o UserKnownHostsFile={self.folder}/{name}.known'",
            **variables,
        }
        return " ".join([name, *(f"{key}={value}" for key, value in told.items())])

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _start(self, host_key: Path) -> subprocess.Popen[bytes]:
        config = self.folder / "sshd_config"
        config.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {host_key}\n"
            f"AuthorizedKeysFile {self.folder / 'client.pub'}\nPidFile {self.folder / 'pid'}\n"
            "UsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
            "Subsystem sftp internal-sftp\n"
        )
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # its empty folder for privilege separation
        assert _SSHD
        log = (self.folder / "log").open("wb")
        process = subprocess.Popen([_SSHD, "-D", "-e", "-f", config], stdout=log, stderr=log)
        deadline = time.monotonic() + 20
        while not _answers(self.port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)
        return process

    def _make_key(self, name: str) -> Path:
        path = self.folder / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        return path


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
