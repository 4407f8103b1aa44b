"""A real Docker engine of the tests' own, and an image made from busybox: nothing is downloaded.

`WATCHBELL_TEST_ENGINE=podman` runs the same tests over the API of podman (apt: podman, runc).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import docker
from docker.errors import DockerException

IMAGE = "local/busybox:1"
_APPLETS = ("sh", "echo", "sleep", "cat", "printf", "setsid", "dd", "id", "pwd", "true", "env", "yes", "head")


def engine_class() -> type[Engine]:
    return Podman if os.environ.get("WATCHBELL_TEST_ENGINE") == "podman" else Engine


def missing() -> str:
    """Why there can be no engine here; empty where there can."""
    needed = {"busybox": "busybox-static", **engine_class().needs}
    for program, package in needed.items():
        if not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin"):
            return f"{program} is not installed (apt-get install {package})"
    return "" if os.geteuid() == 0 else "dockerd needs root"


class Engine:
    """`dockerd` on a socket of its own. Close it: it ends all containers."""

    needs: ClassVar[dict[str, str]] = {"dockerd": "docker.io"}
    settings: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wb-docker-"))  # short: the path of a socket has 107 bytes
        self.host = f"unix://{self.folder}/docker.sock"
        self.process: subprocess.Popen[bytes] | None = None
        self._log = (self.folder / "dockerd.log").open("ab")
        self.start()
        self._import_image()

    @property
    def api(self) -> Any:
        return docker.APIClient(base_url=self.host, version="auto", timeout=60)

    def start(self) -> None:
        """Starts it, or starts it again on what it left."""
        path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
        program, *arguments = self._command()
        self.process = subprocess.Popen(
            [shutil.which(program, path=path) or program, *arguments],
            env={**os.environ, "PATH": path, **self._env()},
            stdout=self._log,
            stderr=self._log,
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                self.api.ping()
                return
            except (DockerException, OSError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"the engine does not start: {self.log()[-2000:]}") from None
                time.sleep(0.1)

    def _command(self) -> list[str]:
        (self.folder / "dockerd.pid").unlink(missing_ok=True)
        return [
            *("dockerd", "--data-root", f"{self.folder}/data"),
            *("--exec-root", f"{self.folder}/exec", "-p", f"{self.folder}/dockerd.pid", "-H", self.host),
            *("--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs"),
            *("--default-ulimit", "nofile=1024:1024", "--default-ulimit", "nproc=4096:4096"),
        ]

    def _env(self) -> dict[str, str]:
        return {}

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=60)
            self.process = None

    def close(self) -> None:
        with suppress(DockerException, OSError):
            for one in self.api.containers(all=True):
                self.api.remove_container(one["Id"], force=True, v=True)
        self.stop()
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        return (self.folder / "dockerd.log").read_text(errors="replace")

    def containers(self, execution_id: str = "") -> list[str]:
        """The ids of the containers there are, of one execution or of all."""
        filters = {"label": f"watchbell.execution={execution_id}"} if execution_id else {}
        return [str(one["Id"]) for one in self.api.containers(all=True, filters=filters)]

    def _import_image(self) -> None:
        root = self.folder / "root"
        (root / "bin").mkdir(parents=True)
        (root / "tmp").mkdir(mode=0o1777)
        shutil.copy(shutil.which("busybox") or "busybox", root / "bin/busybox")
        for applet in _APPLETS:
            (root / "bin" / applet).symlink_to("busybox")
        archive = self.folder / "root.tar"
        with tarfile.open(archive, "w") as tar:
            tar.add(root, arcname=".")
        name, _, tag = IMAGE.partition(":")
        self.api.import_image(src=str(archive), repository=name, tag=tag)


class Podman(Engine):
    """The same API, by `podman system service`."""

    needs: ClassVar[dict[str, str]] = {"podman": "podman", "runc": "runc"}
    settings: ClassVar[dict[str, str]] = {"WATCHBELL_DOCKER_LOG_DRIVER": "k8s-file"}

    def _command(self) -> list[str]:
        folders = (
            "--root",
            f"{self.folder}/data",
            "--runroot",
            f"{self.folder}/exec",
            "--tmpdir",
            f"{self.folder}/t",
        )
        return ["podman", *folders, "--storage-driver", "vfs", "system", "service", "--time=0", self.host]

    def _import_image(self) -> None:
        super()._import_image()  # which podman calls "latest" whatever it is told
        name, _, tag = IMAGE.partition(":")
        self.api.tag(f"docker.io/{name}:latest", f"docker.io/{name}", tag)

    def _env(self) -> dict[str, str]:
        config = self.folder / "containers.conf"
        config.write_text(
            '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\n'
            '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\n'
        )
        return {"CONTAINERS_CONF": str(config)}
