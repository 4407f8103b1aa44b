"""What a request to a cluster signs in with: a token, a file of one, or a program that prints one."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError, ExecutionError

_FILE_FRESH = 60.0  # seconds; a token in a pod is renewed about every hour
_PROGRAM_FRESH = 300.0  # where the program does not say how long it holds
_LONGEST = 30.0  # seconds such a program may take


class Credentials:
    """`user` is the `user` part of a kubeconfig."""

    def __init__(self, user: dict[str, Any], folder: Path) -> None:
        self._user = user
        self._folder = folder
        self._token = ""
        self._until = 0.0

    def header(self) -> dict[str, str]:
        """The Authorization header, if any. Raises ConfigurationError or ExecutionError."""
        if self._user.get("username"):
            pair = f"{self._user['username']}:{self._user.get('password', '')}"
            return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        if time.time() >= self._until:
            self._token, self._until = self._fresh()
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def forget(self) -> None:
        """The token was not accepted: the next request gets a new one."""
        self._until = 0.0

    def _fresh(self) -> tuple[str, float]:
        if self._user.get("tokenFile"):
            return self._from_file(self._folder / self._user["tokenFile"]), time.time() + _FILE_FRESH
        if self._user.get("exec"):
            return _from_program(self._user["exec"], self._folder)
        if self._user.get("auth-provider"):  # gone from Kubernetes since 1.26
            raise _invalid("auth-provider is not supported; use exec")
        return str(self._user.get("token") or ""), float("inf")

    def _from_file(self, path: Path) -> str:
        try:
            return path.read_text().strip()
        except OSError as error:
            raise _invalid(f"tokenFile: {error.strerror}") from None


def _from_program(plan: dict[str, Any], folder: Path) -> tuple[str, float]:
    """Runs a credential plugin, with the little environment that programs get and not the server's own."""
    from watchbell.executors.command_line import base_environment

    program = str(plan.get("command") or "")
    path = shutil.which(folder / program if "/" in program else program, path=get_settings().program_path)
    if path is None:
        raise ExecutionError("kubernetes_credentials_failed", program=program, detail="it was not found")
    told = {"apiVersion": plan.get("apiVersion"), "kind": "ExecCredential", "spec": {"interactive": False}}
    env = {
        **base_environment(),
        "KUBERNETES_EXEC_INFO": json.dumps(told),
        **{str(one["name"]): str(one["value"]) for one in plan.get("env") or []},
    }
    argv = [path, *map(str, plan.get("args") or [])]
    try:
        done = subprocess.run(
            argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LONGEST, check=True
        )
        status = json.loads(done.stdout)["status"]
        token = str(status["token"])
    except subprocess.CalledProcessError as error:
        detail = error.stderr.decode(errors="replace").strip()[-300:]
        raise ExecutionError("kubernetes_credentials_failed", program=program, detail=detail) from None
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        detail = type(error).__name__
        raise ExecutionError("kubernetes_credentials_failed", program=program, detail=detail) from None
    return token, _expiry(status.get("expirationTimestamp"))


def _expiry(stamp: Any) -> float:
    try:
        return datetime.fromisoformat(str(stamp)).timestamp() - 60
    except ValueError:  # it does not say
        return time.time() + _PROGRAM_FRESH


def _invalid(detail: str) -> ConfigurationError:
    return ConfigurationError("kubeconfig_invalid", field="task_config.kubeconfig_secret", detail=detail)
