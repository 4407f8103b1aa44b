"""A real registry for images, with a user and a password, on this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

USER, PASSWORD = "pusher", "a-registry-password"
_HASH = "$2b$04$nywYeYNAixMDaCmO5VZqN.Z9jTdL10p1k31fF4FiYgzeKQR3Ak4Yq"  # bcrypt of the password
_CONFIG = """
version: 0.1
storage: {{filesystem: {{rootdirectory: {folder}/data}}, delete: {{enabled: true}}}}
http: {{addr: "127.0.0.1:{port}"}}
auth: {{htpasswd: {{realm: tests, path: {folder}/users}}}}
"""


def missing() -> str:
    """Why there can be no registry here; empty where there can."""
    return "" if shutil.which("docker-registry") else "docker-registry is not installed (apt-get install it)"


class Registry:
    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        (folder / "users").write_text(f"{USER}:{_HASH}\n")
        (folder / "config.yml").write_text(_CONFIG.format(folder=folder, port=self.address.split(":")[1]))
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            ["docker-registry", "serve", str(folder / "config.yml")], stdout=self._log, stderr=self._log
        )
        deadline = time.monotonic() + 30
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "log").read_text()[-2000:])
            time.sleep(0.1)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)
        self._log.close()

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://{self.address}/v2/", timeout=5)
        except urllib.error.HTTPError as error:
            return error.code == 401
        except OSError:
            return False
        return True
