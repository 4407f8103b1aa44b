from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from typing import Any

from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError, ExecutionError, WatchbellError
from watchbell.executors.base import ExecutionSpec, ProcessExecutor, RunContext, Runner, Title
from watchbell.executors.docker_checks import context_folder, enforce, problems
from watchbell.executors.docker_client import client, is_conflict, is_missing, speaking
from watchbell.executors.docker_container import create, find, remove, start_once
from watchbell.executors.docker_image import ensure_image
from watchbell.executors.docker_log import ContainerLog
from watchbell.executors.docker_options import BUILD, OPTIONS, RUN
from watchbell.executors.remote import Cursor, Handle, Remote, RemoteExecutor
from watchbell.executors.secret_options import secret_of

_MOST = 1024 * 1024  # bytes of output in one look
_OVER = ("exited", "dead", "stopped")
_SIGNALS = {152: "cpu_seconds", 153: "file_size_mb"}  # 128 + SIGXCPU, SIGXFSZ


@dataclass
class _Look:
    """A log that is being read, and how the container stood before it was opened."""

    log: ContainerLog
    state: dict[str, Any]


class DockerExecutor(RemoteExecutor, ProcessExecutor):
    """Runs a container and follows it; builds and pushes images by a program of the launcher.

    A container goes on by itself while Watchbell is away. A build ends with the connection it was asked
    for on, so that connection is held by a program that outlives Watchbell's restarts.
    """

    title = Title("Docker", "Docker")
    description = Title(
        "A container of an image; or the building or pushing of an image.", "运行容器，或构建、推送镜像。"
    )
    options = OPTIONS
    program_is_needed = True

    def __init__(self) -> None:
        self._looks: dict[str, _Look] = {}

    def check(self, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
        return super().check(program, config) or list(problems(program, config))

    def runner_of(self, config: dict[str, Any]) -> Runner:
        return "remote" if config.get("action", RUN) == RUN else "launcher"

    def start(self, spec: ExecutionSpec, context: RunContext) -> Handle:
        enforce(spec.program, spec.config)
        engine = client()
        ensure_image(engine, spec.program, spec.config)
        container = create(engine, spec, context)
        start_once(engine, container)
        return {"container": container}

    def find(self, spec: ExecutionSpec, context: RunContext) -> Handle | None:
        engine = client()
        container = find(engine, context.execution_id)
        if container is None:
            return None
        start_once(engine, container)
        return {"container": container}

    def poll(self, spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
        container = handle["container"]
        look = self._looks.pop(container, None)
        try:
            with speaking(started=True):
                if look is None or look.log.cursor != cursor:
                    look = _look(container, cursor)
                output, was_all = look.log.read(_MOST)
        except ExecutionError as error:
            if is_missing(error):
                raise ExecutionError("target_gone", target=get_settings().docker_host) from error
            raise
        cursor = look.log.cursor
        if not was_all:
            self._looks[container] = look
            return Remote(cursor, output, more=True)
        if look.state["Status"] in _OVER:
            return _ended(spec, cursor, output, look.state)
        return Remote(cursor, output)

    def stop(self, spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
        try:
            with speaking(started=True):
                client().kill(handle["container"], signal="SIGKILL" if force else "SIGTERM")
        except ExecutionError as error:
            if not is_missing(error) and not is_conflict(error):  # it has ended
                raise

    def clean(self, spec: ExecutionSpec, handle: Handle) -> None:
        if look := self._looks.pop(handle["container"], None):
            look.log.close()
        remove(client(), handle["container"])

    def argv(self, spec: ExecutionSpec, context: RunContext) -> list[str]:
        enforce(spec.program, spec.config)
        return [sys.executable, "-P", "-m", "watchbell.executors.docker_program"]

    def env(self, spec: ExecutionSpec, context: RunContext) -> dict[str, str]:
        settings = get_settings()
        order = {
            "host": settings.docker_host,
            "certs": settings.docker_certs,
            "image": spec.program,
            "config": spec.config,
            "context": str(context_folder(spec.config)) if spec.config["action"] == BUILD else "",
            "password": secret_of(spec.config, "registry_password_secret"),
        }
        # No DOCKER_CONFIG of the server's user: its logins are not everybody's.
        return {"WATCHBELL_DOCKER": json.dumps(order), "DOCKER_CONFIG": os.devnull, "PYTHONUNBUFFERED": "1"}


def _look(container: str, cursor: Cursor) -> _Look:
    # The state first: what has ended writes no more, so the log that is opened then is complete.
    engine = client()
    state = engine.inspect_container(container)["State"]
    return _Look(ContainerLog(engine, container, cursor), state)


def _ended(
    spec: ExecutionSpec, cursor: Cursor, output: list[tuple[int, bytes]], state: dict[str, Any]
) -> Remote:
    code = int(state["ExitCode"])
    if code == 0:
        return Remote(cursor, output, ended=True, return_code=0)
    reason, error = _why(spec, code, state)
    return Remote(cursor, output, ended=True, status="failed", reason=reason, return_code=code, error=error)


def _why(spec: ExecutionSpec, code: int, state: dict[str, Any]) -> tuple[str, WatchbellError | None]:
    if state.get("OOMKilled"):
        return "oom", ExecutionError("out_of_memory", limit="memory_mb")
    if (limit := _SIGNALS.get(code)) in spec.limits:
        return "limit", ExecutionError("limit_exceeded", limit=limit)
    return "exit_code", None


PLUGIN = DockerExecutor()
